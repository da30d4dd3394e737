import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeSpecIds, type TextFile } from './spec-ids/judge.ts';

/**
 * Every option, method, version and message of WeChat's transfers has an id in a file of `test/contract/spec-ids/`, and a
 * row in a table of `test/contract` that names it. Fails with a list of ids without a row, and of rows whose ids the
 * list lacks.
 */

const ROOT = path.dirname(import.meta.dirname);
const TABLES = path.join('test', 'contract');

const fileAt = (name: string): TextFile => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') });

const tables = readdirSync(path.join(ROOT, TABLES))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => fileAt(path.join(TABLES, name)));
const lists = readdirSync(path.join(ROOT, TABLES, 'spec-ids')).map((name) =>
  fileAt(path.join(TABLES, 'spec-ids', name)),
);
const { idCount, complaints } = judgeSpecIds(lists, tables);
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
if (complaints.length > 0) process.exitCode = 1;
else process.stdout.write(`${String(idCount)} ids, each with a row.\n`);
