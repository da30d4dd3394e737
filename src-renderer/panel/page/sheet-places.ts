import type { MatchedRule } from '#contract/panel-inspect';
import type { SourcePlace } from '#contract/panel-source';
import { importedFile, partsOfSheet, plainSelector, type SheetPart } from './sheet-source.ts';

/** Finds where rules stand in the source of the project. */
export interface SheetPlaces {
  /** Of each rule its place; null where the source does not show it, as for a sheet that is made from another language. */
  of(rules: readonly MatchedRule[]): Promise<readonly (SourcePlace | null)[]>;
  /** Reads the files anew when they are next needed. */
  forget(): void;
}

interface PlacedRule {
  readonly selector: string;
  readonly file: string;
  readonly line: number;
}

const MOST_IMPORTS = 200;

/** @param read gives the text of a file of the project; null where there is none */
export function createSheetPlaces(read: (file: string) => Promise<string | null>): SheetPlaces {
  let sheets = new Map<string, Promise<readonly PlacedRule[]>>();

  const load = async (entry: string): Promise<readonly PlacedRule[]> => {
    const rules: PlacedRule[] = [];
    let imports = 0;
    const add = async (file: string, chain: readonly string[]): Promise<void> => {
      const text = await read(file);
      const parts: readonly SheetPart[] = text === null ? [] : partsOfSheet(text);
      for (const part of parts) {
        if (part.kind === 'rule') {
          rules.push({ selector: part.selector, file, line: part.line });
          continue;
        }
        const target = importedFile(file, part.reference);
        imports += 1;
        if (imports <= MOST_IMPORTS && !chain.includes(target)) await add(target, [...chain, target]);
      }
    };
    await add(entry, [entry]);
    return rules;
  };

  return {
    of: async (rules) =>
      Promise.all(
        rules.map(async ({ selector, source, nth }) => {
          const loading = sheets.get(source) ?? load(source);
          sheets.set(source, loading);
          const wanted = plainSelector(selector);
          const found = (await loading).filter((rule) => rule.selector === wanted)[nth];
          return found ? { file: found.file, line: found.line, column: 0 } : null;
        }),
      ),
    forget() {
      sheets = new Map();
    },
  };
}
