import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTransfer, type Exchange, type HeaderLines } from '#contract/transfer';
import { outgoingOf, type Outgoing } from '../../src-renderer/panel/again/snippets/outgoing.ts';
import {
  SNIPPET_TARGETS,
  snippetOf,
  type SnippetTarget,
} from '../../src-renderer/panel/again/snippets/snippets.ts';
import { exchangeFixture } from '../support/exchange-fixtures.ts';
import { FERRY_ROOT } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';

const run = promisify(execFile);
const worker = shareWorker();

/** What a server saw of one request, framing left out. */
interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | readonly PartSeen[];
}

interface PartSeen {
  readonly disposition: string;
  readonly type: string | null;
  readonly content: string;
}

const seen: Seen[] = [];
let origin = '';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const body = Buffer.concat(chunks).toString('latin1');
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers,
      body: bodySeen(headers, body),
    });
    response.end('ok');
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function bodySeen(headers: Readonly<Record<string, string>>, body: string): Seen['body'] {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return body;
  const parts = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return parts.map((part): PartSeen => {
    const end = part.indexOf('\r\n\r\n');
    const lines = part.slice(2, end).split('\r\n');
    const line = (name: string): string | null =>
      lines.find((text) => text.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
    return {
      disposition: line('content-disposition') ?? '',
      type: line('content-type'),
      content: part.slice(end + 4),
    };
  });
}

/** Without what each program writes for itself. */
function comparable({ method, url, headers, body }: Seen, names: readonly string[]): unknown {
  return {
    method,
    // Programs differ in whether they encode brackets and braces; to servers they are the same.
    url: url.replace(/%(?:5B|5D|7B|7D|20)/g, decodeURIComponent),
    body,
    headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? null])),
  };
}

/** Texts that end quotes, lines, arguments and commands where they are not minded. */
const NASTY = [
  `it's "quoted" \\ and \`backtick\` $(touch pwned) $HOME %s %0D`,
  'line one\nline two\r\nline three',
  '@/etc/hostname',
  '<input; type=text/x',
  '西湖 🚣 ünï',
  "';touch pwned;'",
  '{"a":1,"b":[true,null]}',
  '${process.exit(3)} {{x}} #{y}',
  '\u001b[201~\u0015touch pwned\r \u202egnp.exe\u200b\u0085\u007f\ufeff',
];

const PART = {
  offsetBytes: 0,
  contentOffsetBytes: 0,
  sha256: null,
  contentType: null,
  sizeBytes: 1,
} as const;

type Run = (code: string, folder: string) => Promise<unknown>;

const RUNNERS: Readonly<Partial<Record<SnippetTarget, Run>>> = {
  curl: (code, folder) => run('sh', ['-c', code], { cwd: folder }),
  'fetch-node': (code, folder) => runModule(code, folder, 'fetch.mjs'),
  got: (code, folder) => runModule(code, folder, 'got.mjs'),
  python: async (code, folder) => {
    await fs.writeFile(path.join(folder, 'snippet.py'), code);
    return run('python3', ['snippet.py'], { cwd: folder });
  },
};

async function runModule(code: string, folder: string, name: string): Promise<unknown> {
  if (!existsSync(path.join(folder, 'node_modules'))) {
    await fs.symlink(path.join(FERRY_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  }
  await fs.writeFile(path.join(folder, name), code);
  return run(process.execPath, [name], { cwd: folder });
}

async function hasPython(): Promise<boolean> {
  return run('python3', ['-c', 'import requests']).then(
    () => true,
    () => false,
  );
}

async function targets(): Promise<readonly SnippetTarget[]> {
  const all: SnippetTarget[] = ['curl', 'fetch-node', 'got'];
  return (await hasPython()) ? [...all, 'python'] : all;
}

/** Runs every snippet of an exchange and compares what came with what Ferry had sent. */
async function expectSame(exchange: Exchange, content: Uint8Array | null, ferry: Seen): Promise<void> {
  if (!isTransfer(exchange)) throw new Error('No transfer.');
  const outgoing = outgoingOf(exchange, exchange.requestText);
  const folder = await tempDir();
  if (outgoing.body.kind === 'multipart' && content) {
    await fs.writeFile(path.join(folder, outgoing.body.file.localPath), content);
  }
  const names = ['x-nasty', 'referer', 'user-agent', 'authorization'];
  if (outgoing.body.kind !== 'multipart') names.push('content-type');
  for (const target of await targets()) {
    seen.length = 0;
    const code = snippetOf(outgoing, target);
    await RUNNERS[target]?.(code, folder).catch((error: unknown) => {
      throw new Error(`${target} failed with\n${code}`, { cause: error });
    });
    expect(seen, `${target}\n${code}`).toHaveLength(1);
    const [got] = seen;
    expect(got && comparable(got, names), `${target}\n${code}`).toEqual(comparable(ferry, names));
  }
  expect(await fs.readdir(folder)).not.toContain('pwned');
}

function lastSeen(): Seen {
  const last = seen.at(-1);
  if (!last) throw new Error('Nothing came.');
  return last;
}

describe('a snippet sends what Ferry sent', () => {
  test.each(NASTY.map((text, index) => [index, text] as const))(
    'a request whose body, query and header hold nasty text %i',
    async (index, text) => {
      const harness = await withTransfers(worker);
      const header = {
        'X-Nasty': text.replace(/[\r\n]+/g, ' ').replace(/[^ -~]/g, '~'),
        Authorization: 'Bearer a b',
      };
      const task = harness.request({
        url: `${origin}/p${String(index)}/(a)[b]?q=${encodeURIComponent(text)}&plain=a+b`,
        method: index % 2 === 0 ? 'POST' : 'PUT',
        header,
        body: { kind: 'text', text },
        written: { url: 'u', header },
      });
      await task.ended;
      await expectSame(task.exchange(), null, lastSeen());
    },
    20_000,
  );

  test.each(NASTY.map((text, index) => [index, text] as const))(
    'an upload whose fields, names and file hold nasty text %i',
    async (index, text) => {
      const harness = await withTransfers(worker);
      const content = Buffer.from([0, 13, 10, 45, 45, 255, index]);
      const formData: HeaderLines = [
        ['plain', 'value'],
        ['nasty', text],
        [index % 2 === 0 ? 'a=b' : 'menu[0]', text],
        ['', 'no name'],
      ].slice(0, index < 4 ? 3 : 4) as unknown as HeaderLines;
      const task = harness.upload({
        url: `${origin}/upload?i=${String(index)}`,
        filePath: await harness.picked('boat picture.jpg', content),
        name: index === 3 ? 'fi;le' : 'file',
        formData,
        header: { 'X-Nasty': 'plain' },
        written: { url: 'u', header: { 'X-Nasty': 'plain' }, formData: Object.fromEntries(formData) },
      });
      await task.ended;
      await expectSame(task.exchange(), content, lastSeen());
    },
    20_000,
  );

  test('a download, a HEAD and an empty POST', async () => {
    const harness = await withTransfers(worker);
    const header = { 'X-Nasty': "it's" };
    const written = { url: 'u', header };
    for (const begin of [
      () => harness.download({ url: `${origin}/file name?x={1,2}`, header, written }),
      () => harness.request({ url: `${origin}/head`, method: 'HEAD', header, written }),
      () => harness.request({ url: `${origin}/empty`, method: 'POST', header, written }),
    ]) {
      const task = begin();
      await task.ended;
      await expectSame(task.exchange(), null, lastSeen());
    }
  }, 20_000);
});

test.each(SNIPPET_TARGETS)('%s holds nothing that a terminal obeys or that hides what it does', (target) => {
  const hidden = NASTY.at(-1) ?? '';
  for (const kind of ['upload', 'request', 'download'] as const) {
    const exchange = exchangeFixture('a', {
      kind,
      method: 'POST',
      url: `-K./evil.cfg${hidden}`,
      requestHeaders: [
        ['@secret.txt', 'v'],
        [`X-${hidden}`, 'v'],
        ['X-Good', hidden],
      ],
      requestText: hidden,
      written: {
        url: hidden,
        header: { [hidden]: hidden },
        filePath: hidden,
        formData: { [hidden]: hidden },
      },
      parts: [
        { ...PART, name: hidden, filename: null, value: hidden },
        { ...PART, name: hidden, filename: hidden, value: null },
      ],
    });
    if (!isTransfer(exchange)) throw new Error('No transfer.');
    const code = snippetOf(outgoingOf(exchange, exchange.requestText), target);
    expect(code).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u,
    );
    expect(code).not.toContain('@secret.txt');
    if (target === 'curl') expect(code).toMatch(/^(?:\{.*\} \| )?curl --url '-K/su);
  }
});

describe('a snippet for a page', () => {
  const made: Outgoing = {
    kind: 'upload',
    method: 'POST',
    url: 'https://a.example/u',
    headers: [],
    pageHeaders: [['X-A', NASTY[0] ?? '']],
    timeoutMs: 1234,
    filePath: null,
    body: {
      kind: 'multipart',
      fields: NASTY.map((text, index) => [index === 0 ? '__proto__' : text, text] as const),
      file: {
        name: 'f',
        filename: 'a.jpg',
        contentType: 'image/jpeg',
        virtualPath: "http://tmp/'\n*/`${1}.jpg",
        localPath: './a.jpg',
      },
    },
  };

  test.each(['wx', 'wx-await'] as const)('%s calls wx with the very options', async (target) => {
    const calls: unknown[] = [];
    const wx = {
      uploadFile(options: { success?: (res: unknown) => void }) {
        calls.push(options);
        options.success?.({ statusCode: 200, data: '' });
      },
    };
    const code = snippetOf(made, target);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the very point: the code that is copied is run
    const call = new Function('wx', 'console', `return (async () => {\n${code}\n})();`) as (
      ...given: unknown[]
    ) => Promise<void>;
    await call(wx, { log: () => undefined, error: () => undefined });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      url: made.url,
      filePath: "http://tmp/'\n*/`${1}.jpg",
      name: 'f',
      timeout: 1234,
      header: { 'X-A': NASTY[0] },
    });
    const formData = (calls[0] as { formData: object }).formData;
    expect(Object.entries(formData)).toEqual(made.body.kind === 'multipart' ? made.body.fields : []);
  });

  test('a request that sent JSON is written as an object, and sends the same JSON', () => {
    for (const text of ['{"a":1,"b":[true,null]}', '{ "a": 1 }', '{"a":1e2}', 'a=1', '[]']) {
      const calls: { data: unknown }[] = [];
      const code = snippetOf(
        { ...made, kind: 'request', pageHeaders: [], body: { kind: 'text', text } },
        'wx',
      );
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the very point: the code that is copied is run
      (new Function('wx', code) as (wx: unknown) => void)({
        request: (options: { data: unknown }) => void calls.push(options),
      });
      const data = calls[0]?.data;
      expect(typeof data === 'string' ? data : JSON.stringify(data)).toBe(text);
    }
  });
});
