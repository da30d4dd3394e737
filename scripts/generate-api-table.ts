import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { type ApiRow, type ApiTable, membersOf, type ShapeRow } from '../src-renderer/page/wx/api-table.ts';
import { inOrder, listOf } from './api-table/list.ts';
import { OVERLAY } from './api-table/overlay.ts';
import { tableFromTypings } from './api-table/typings.ts';

/*
 * Writes src-renderer/page/wx/api-table.json from WeChat's public typings and the overlay. With --check it writes
 * nothing and exits 1 when the committed file is not what it would write.
 */

const LISTS = ['object', 'success', 'fail', 'callback'] as const;

function joinedLists(below: string, above: string): string {
  return listOf(new Map([...membersOf(below), ...membersOf(above)]).values());
}

function joinedApi(below: ApiRow = {}, above: ApiRow = {}): ApiRow {
  const joined: Record<string, string | undefined> = { ...below, ...above };
  for (const list of LISTS) {
    const mine = below[list];
    const other = above[list];
    if (mine !== undefined && other !== undefined) joined[list] = joinedLists(mine, other);
  }
  return joined;
}

function joinedShape(below: ShapeRow = { members: '' }, above: ShapeRow = { members: '' }): ShapeRow {
  return { ...below, ...above, members: joinedLists(below.members, above.members) };
}

function joinedRows<T>(
  below: Readonly<Record<string, T>>,
  above: Readonly<Record<string, T>>,
  join: (one?: T, other?: T) => T,
): Record<string, T> {
  const names = Object.keys({ ...below, ...above });
  return inOrder(Object.fromEntries(names.map((name) => [name, join(below[name], above[name])])));
}

const ROOT = path.resolve(import.meta.dirname, '..');
const FILE = path.join(ROOT, 'src-renderer/page/wx/api-table.json');
const typings = path.dirname(fileURLToPath(import.meta.resolve('miniprogram-api-typings/package.json')));

const { apis, shapes } = tableFromTypings(typings);
const table: ApiTable = {
  apis: joinedRows(apis, OVERLAY.apis, joinedApi),
  shapes: joinedRows(shapes, OVERLAY.shapes, joinedShape),
  components: joinedRows({}, OVERLAY.components, joinedShape),
  features: OVERLAY.features,
};
const options = await prettier.resolveConfig(FILE);
const text = await prettier.format(JSON.stringify(table), { ...options, parser: 'json' });

const isCurrent = existsSync(FILE) && readFileSync(FILE, 'utf8') === text;
if (process.argv.includes('--check')) {
  if (!isCurrent) {
    process.stderr.write(
      `${path.relative(ROOT, FILE)} is not what the typings and the overlay give; run node scripts/generate-api-table.ts\n`,
    );
    process.exitCode = 1;
  }
} else if (!isCurrent) {
  writeFileSync(FILE, text);
  process.stdout.write(`${path.relative(ROOT, FILE)}: ${Object.keys(table.apis).length} APIs\n`);
}
