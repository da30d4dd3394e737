import fs from 'node:fs';
import path from 'node:path';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { MOCK_FILE, NO_MOCKS, type CloudMock, type MockAnswer, type MockBook } from '#contract/mocks';
import type { Diagnostic } from '#contract/project';
import { placeOfOffset } from './code-frame.ts';
import { diagnosticAt } from './diagnostics.ts';
import { reasonOf } from './disk-reason.ts';
import { objectFrom, parseJson } from './json.ts';
import { readRegularFile } from './regular-file.ts';

/** What a mock file says, and what is wrong with it; what is wrong is left out. */
export interface ReadMocks {
  readonly book: MockBook;
  readonly diagnostics: readonly Diagnostic[];
}

/** Longest file that is read, in bytes. */
const MAX_BYTES = 8 * 1024 * 1024;
const ANSWER_KEYS: ReadonlySet<string> = new Set(['success', 'fail', 'delayMs']);
const CLOUD_KEYS: ReadonlySet<string> = new Set(['functions', 'database', 'storage']);
/** Longest `delayMs`: a timer's own limit. */
const MAX_DELAY_MS = 2_147_483_647;

/**
 * Reads `ferry.mock.json` of a project: JSON with comments. Without the file there are no mocks; a file that is wrong
 * gives findings with line and column, never an exception.
 *
 * @param folder as the developer opened it, where project.config.json lies
 */
export function readMockFile(folder: string): ReadMocks {
  const file = path.join(folder, MOCK_FILE);
  let text: string;
  try {
    if (leadsOut(folder, file))
      return broken(
        `${MOCK_FILE} is a link that leads out of the project. Copy what it leads to into the folder.`,
      );
    const content = readRegularFile(file, MAX_BYTES);
    if (content === null) return { book: NO_MOCKS, diagnostics: [] };
    text = content.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'EFTYPE') return broken(`${MOCK_FILE} is no file. Put a JSON file in its place.`);
    if (code === 'EFBIG')
      return broken(`${MOCK_FILE} is larger than ${String(MAX_BYTES / 1024 / 1024)} MB. Make it smaller.`);
    return broken(`${MOCK_FILE} cannot be read: ${reasonOf(error)}. Check that you may read it.`);
  }
  return parseMocks(text);
}

/** Whether a file of a folder is a link to somewhere else; the folder itself may be opened through one. */
function leadsOut(folder: string, file: string): boolean {
  if (!fs.existsSync(file)) return false;
  return path.dirname(fs.realpathSync(file)) !== fs.realpathSync(folder);
}

function broken(message: string): ReadMocks {
  const place = { file: MOCK_FILE, line: 0, column: 0, source: '' };
  return { book: NO_MOCKS, diagnostics: [diagnosticAt('error', message, place)] };
}

/** The mocks a file's text sets, and the findings about it. */
export function parseMocks(text: string): ReadMocks {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed;
    const said = `${MOCK_FILE} is not valid JSON: ${message}. Nothing of it is used until it is corrected.`;
    const place = { file: MOCK_FILE, line, column, source: text };
    return { book: NO_MOCKS, diagnostics: [diagnosticAt('error', said, place)] };
  }
  const diagnostics: Diagnostic[] = [];
  const tree = parseTree(text, [], { allowTrailingComma: true });
  /** A finding about the value at a path of keys. */
  const wrong = (keys: readonly (string | number)[], message: string): void => {
    const node: Node | undefined = tree && findNodeAtLocation(tree, [...keys]);
    const { line, column } = placeOfOffset(text, node?.offset ?? 0);
    diagnostics.push(diagnosticAt('error', message, { file: MOCK_FILE, line, column, source: text }));
  };

  const answersIn = (value: unknown, at: readonly string[]): Record<string, MockAnswer> => {
    const answers: [string, MockAnswer][] = [];
    for (const [name, written] of Object.entries(objectFrom(value) ?? {})) {
      const answer = answerFrom(written, [...at, name], wrong);
      if (answer) answers.push([name, answer]);
    }
    return Object.fromEntries(answers);
  };

  const root = objectFrom(parsed.value);
  if (!root) {
    wrong([], `${MOCK_FILE} has to be an object: {"login": {"success": {"code": "…"}}}.`);
    return { book: NO_MOCKS, diagnostics };
  }
  const { cloud, ...apis } = root;
  return {
    book: { apis: answersIn(apis, []), cloud: cloudFrom(cloud, answersIn, wrong) },
    diagnostics,
  };
}

type Wrong = (keys: readonly (string | number)[], message: string) => void;

function answerFrom(written: unknown, at: readonly string[], wrong: Wrong): MockAnswer | null {
  const name = at.join('.');
  const entry = objectFrom(written);
  if (!entry) {
    wrong(at, `"${name}" has to be an object with "success" or "fail".`);
    return null;
  }
  const unknown = Object.keys(entry).find((key) => !ANSWER_KEYS.has(key));
  if (unknown !== undefined) {
    wrong([...at, unknown], `"${name}" has "${unknown}"; it takes "success" or "fail", and "delayMs".`);
    return null;
  }
  const { fail, delayMs } = entry;
  const hasSuccess = Object.hasOwn(entry, 'success');
  if (hasSuccess === Object.hasOwn(entry, 'fail')) {
    wrong(at, `"${name}" needs either "success" or "fail".`);
    return null;
  }
  if (delayMs !== undefined && !(typeof delayMs === 'number' && delayMs >= 0 && delayMs <= MAX_DELAY_MS)) {
    wrong([...at, 'delayMs'], `"delayMs" of "${name}" has to be a number of milliseconds, 0 or more.`);
    return null;
  }
  const delay = typeof delayMs === 'number' ? { delayMs } : {};
  if (hasSuccess) return { success: entry['success'], ...delay };
  const failure = typeof fail === 'string' ? { errMsg: fail } : objectFrom(fail);
  if (!failure) {
    wrong([...at, 'fail'], `"fail" of "${name}" has to be an object such as {"errMsg": "…", "errno": 1}.`);
    return null;
  }
  return { fail: failure, ...delay };
}

function cloudFrom(
  value: unknown,
  answersIn: (value: unknown, at: readonly string[]) => Record<string, MockAnswer>,
  wrong: Wrong,
): CloudMock {
  if (value === undefined) return NO_MOCKS.cloud;
  const cloud = objectFrom(value);
  if (!cloud) {
    wrong(['cloud'], '"cloud" has to be an object with "functions", "database" and "storage".');
    return NO_MOCKS.cloud;
  }
  for (const key of Object.keys(cloud)) {
    if (!CLOUD_KEYS.has(key)) {
      wrong(['cloud', key], `"cloud" has "${key}"; it takes "functions", "database" and "storage".`);
    }
  }
  const collections: [string, Record<string, unknown>[]][] = [];
  for (const [name, documents] of Object.entries(objectFrom(cloud['database']) ?? {})) {
    const list = Array.isArray(documents) ? documents.map(objectFrom) : [null];
    const bad = list.indexOf(null);
    if (bad < 0) collections.push([name, list.filter((document) => document !== null)]);
    else {
      const at = Array.isArray(documents) ? [bad] : [];
      wrong(['cloud', 'database', name, ...at], `The collection "${name}" has to be a list of objects.`);
    }
  }
  const { storage } = cloud;
  const origin = typeof storage === 'string' ? URL.parse(storage) : null;
  const isUsable = origin?.protocol === 'http:' || origin?.protocol === 'https:';
  if (storage !== undefined && !isUsable) {
    wrong(['cloud', 'storage'], '"storage" of "cloud" has to be an http or https URL.');
  }
  return {
    functions: answersIn(cloud['functions'], ['cloud', 'functions']),
    database: Object.fromEntries(collections),
    storage: isUsable ? origin.href.replace(/\/$/, '') : null,
  };
}
