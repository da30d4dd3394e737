import ts from 'typescript';
import { rowIdsOf } from './rows.ts';

/** A file by its name and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface Verdict {
  readonly idCount: number;
  /** Lines for a person to read; empty when all is well. */
  readonly complaints: readonly string[];
}

/** `<section>.<what>`, such as `4.option.timeout`. */
const ID = /^\d+(\.[A-Za-z0-9_-]+)+$/;

/** Compares the lists of what the specification says with the tables: each id needs a row, each row known ids. */
export function judgeSpecIds(lists: readonly TextFile[], tables: readonly TextFile[]): Verdict {
  const complaints: string[] = [];
  /** Id → the list it stands in. */
  const known = new Map<string, string>();
  for (const list of lists) {
    for (const id of keysOf(list)) {
      if (known.has(id)) complaints.push(`${list.name}: ${id} stands there twice`);
      if (!ID.test(id)) complaints.push(`${list.name}: ${id} is no id; write <section>.<what>`);
      known.set(id, list.name);
    }
  }
  const withRow = new Set<string>();
  for (const table of tables) {
    const { ids, faults } = rowIdsOf(table.name, table.text);
    complaints.push(...faults);
    for (const id of ids) {
      withRow.add(id);
      if (!known.has(id)) complaints.push(`${table.name}: ${id} is in no list of ids`);
    }
  }
  for (const [id, list] of known) {
    if (!withRow.has(id)) complaints.push(`${list}: ${id} has no row in any table`);
  }
  return { idCount: known.size, complaints: [...new Set(complaints)] };
}

/** Every key, one that is written twice included. */
function keysOf({ name, text }: TextFile): string[] {
  const [statement] = ts.parseJsonText(name, text).statements;
  const object = statement?.expression;
  if (!object || !ts.isObjectLiteralExpression(object)) throw new Error(`${name} is no object of ids.`);
  return object.properties.flatMap(({ name: key }) => (key && ts.isStringLiteral(key) ? [key.text] : []));
}
