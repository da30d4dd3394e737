import type { InspectEvent } from '#contract/panel-inspect';
import type { createInspector, Inspector } from '../program/inspector.ts';
import type { Program } from '../program/program.ts';

/** What is open, with a way into its page. */
export interface InspectedProgram {
  readonly program: Program;
  readonly run: (code: string) => Promise<unknown>;
}

/** The inspector of the open program, which follows when another is opened. */
export interface CurrentInspector {
  readonly current: () => Inspector | null;
  /** To be called when another program may be open. */
  readonly follow: () => void;
  close(): void;
}

const STORAGE_MS = 100;

export function followInspector(
  open: () => InspectedProgram | null,
  send: (event: InspectEvent) => void,
  create: typeof createInspector,
): CurrentInspector {
  let watched: Program | null = null;
  let inspector: Inspector | null = null;
  let ends: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;

  const storageChanged = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      send({ kind: 'storage' });
    }, STORAGE_MS);
  };
  const end = (): void => {
    for (const one of ends) one();
    ends = [];
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const follow = (): void => {
    const next = open();
    if ((next?.program ?? null) === watched) return;
    end();
    watched = next?.program ?? null;
    inspector = next && create(next);
    if (!next) return;
    ends = [
      next.program.onInspected((news) => {
        send({ kind: 'inspect', news });
      }),
      next.program.storage.inspection.onChange(storageChanged),
    ];
  };

  return {
    current() {
      follow();
      return inspector;
    },
    follow,
    close: end,
  };
}
