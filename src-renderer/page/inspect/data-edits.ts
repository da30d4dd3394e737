import { dataUtils, type GeneralComponent } from 'glass-easel';
import { FerryError } from '#contract/errors';

type Path = readonly (string | number)[];

/** Changes of data that the developer makes, as `setData` makes them, and that can be taken back. */
export interface DataEdits {
  /** Sets what lies at a path; a key that the paths of `setData` cannot write is set with all around it. */
  set(component: GeneralComponent, path: Path, value: unknown): void;
  /** @throws FerryError `usage` for what lies at the top of data: `setData` takes nothing away */
  remove(component: GeneralComponent, path: Path): void;
  /** Takes the last change back; false when there is none, or its component is gone. */
  undo(): boolean;
  count(): number;
}

export type SetData = (this: object, data: Readonly<Record<string, unknown>>) => void;

interface Change {
  readonly component: WeakRef<GeneralComponent>;
  /** What lay at the top of data, by its keys. */
  readonly before: Readonly<Record<string, unknown>>;
}

const KEPT = 50;

export function createDataEdits(): DataEdits {
  const changes: Change[] = [];

  const write = (component: GeneralComponent, data: Readonly<Record<string, unknown>>): void => {
    const caller = component.getMethodCaller() as unknown as { readonly setData: SetData };
    caller.setData(data);
  };
  const note = (component: GeneralComponent, keys: readonly string[]): void => {
    const data = component.data as Readonly<Record<string, unknown>>;
    const before = Object.fromEntries(keys.map((key) => [key, dataUtils.simpleDeepCopy(data[key])]));
    changes.push({ component: new WeakRef(component), before });
    if (changes.length > KEPT) changes.shift();
  };

  return {
    set(component, path, value) {
      const [first, ...rest] = path;
      if (first === undefined) {
        const all = value as Readonly<Record<string, unknown>>;
        note(component, Object.keys(all));
        write(component, all);
        return;
      }
      note(component, [String(first)]);
      if (path.every((part) => typeof part === 'number' || /^[A-Za-z_$][\w$-]*$/.test(part))) {
        write(component, { [written(path)]: value });
        return;
      }
      const data = component.data as Readonly<Record<string, unknown>>;
      write(component, { [String(first)]: changed(data[String(first)], rest, () => value) });
    },
    remove(component, path) {
      const [first, ...rest] = path;
      const last = rest.pop();
      if (first === undefined || last === undefined) {
        throw new FerryError('usage', 'setData takes no field of data away: set it to null instead.');
      }
      note(component, [String(first)]);
      const data = component.data as Readonly<Record<string, unknown>>;
      const next = changed(data[String(first)], rest, (around) => without(around, last));
      write(component, { [String(first)]: next });
    },
    undo() {
      const change = changes.pop();
      const component = change?.component.deref();
      if (!change || !component) return false;
      write(component, change.before);
      return true;
    },
    count: () => changes.length,
  };
}

function written(path: Path): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${String(part)}]` : text === '' ? part : `${text}.${part}`,
    '',
  );
}

/** A copy of plain data in which what lies at a path is another. */
function changed(data: unknown, path: Path, change: (before: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change(data);
  const copy = (Array.isArray(data) ? [...(data as unknown[])] : { ...(data as object) }) as Record<
    string,
    unknown
  >;
  copy[String(first)] = changed(copy[String(first)], rest, change);
  return copy;
}

function without(data: unknown, key: string | number): unknown {
  if (Array.isArray(data)) return data.filter((_item, index) => index !== Number(key));
  return Object.fromEntries(Object.entries(data as object).filter(([name]) => name !== String(key)));
}
