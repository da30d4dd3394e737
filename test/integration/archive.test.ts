import fs from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { BodySide, Exchange } from '#contract/transfer';
import { recordedAnswers } from '../../src-main/journal/archive/recorded-answers.ts';
import { createArchive } from '../../src-main/journal/archive/archive.ts';
import type { Archive } from '../../src-main/journal/archive/archive-types.ts';
import { createKeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { createProgramBodies, type ProgramBodies } from '../../src-main/journal/bodies/program-bodies.ts';
import { createJournal, type Journal } from '../../src-main/journal/journal.ts';
import { createExchangeTable } from '../../src-main/registry/exchange-table.ts';
import { startLaunch } from '../../src-main/registry/launch-table.ts';
import { openRegistry } from '../../src-main/registry/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { exchangeFixture, tenExchanges } from '../support/exchange-fixtures.ts';
import { harFaults } from '../support/har-schema.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Desk {
  readonly folder: string;
  readonly journal: Journal;
  readonly bodies: ProgramBodies;
  readonly archive: Archive;
  readonly marks: Map<string, ExchangeMarks>;
  /** Enters an exchange with bodies. */
  record(exchange: Exchange, given?: Partial<Record<BodySide, Uint8Array>>): void;
}

const ALL = { keepsSecrets: true, withBodies: true } as const;
const FACTS = {
  project: { name: 'Album', appid: 'wx1' },
  pageStack: ['pages/a/index', 'pages/b/index'],
  rules: [{ text: '--fault upload:reset@50%', isOn: false }],
  link: '3g',
};

async function desk(): Promise<Desk> {
  const folder = await tempDir();
  const db = openRegistry(':memory:');
  startLaunch(db, 0);
  onTestFinished(() => {
    db.close();
  });
  const journal = createJournal({ table: createExchangeTable(db) }, { project: 'p', launch: 1 });
  const kept = createKeptBodies(
    { missing: () => [], pinned: () => new Set() },
    { folder: path.join(folder, 'bodies'), ownFolders: [folder] },
  );
  onTestFinished(() => kept.settled());
  const bodies = createProgramBodies(kept, 'p', journal);
  let paths = 0;
  const marks = new Map<string, ExchangeMarks>();
  const archive = createArchive({
    journal,
    bodies,
    newPath: () => path.join(folder, `fresh-${String((paths += 1))}`),
    marks: {
      of: (id) => marks.get(id) ?? null,
      set: (id, own) => marks.set(id, own),
    },
    version: '0.1.0',
    facts: () => FACTS,
    now: Date.now,
    onProgress: () => undefined,
  });
  return {
    folder,
    journal,
    bodies,
    archive,
    marks,
    record(exchange, given = {}) {
      journal.adopt(exchange);
      const keep = (side: BodySide): Exchange['bodies'][BodySide] => {
        const bytes = given[side];
        if (!bytes) return null;
        return bodies.keep({
          exchangeId: exchange.id,
          side,
          pieces: [{ kind: 'bytes', bytes }],
          mediaType: null,
        });
      };
      journal.update(exchange.id, { bodies: { request: keep('request'), response: keep('response') } });
    },
  };
}

async function bodyOf({ bodies }: Desk, id: string, side: BodySide): Promise<Buffer | null> {
  const stream = await bodies.read(id, side);
  return stream && buffer(stream);
}

const PICTURE = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256);

describe('a HAR', () => {
  test('is right by the schema, and a browser’s own reader answers from it without a network', async () => {
    const own = await desk();
    for (const exchange of tenExchanges()) own.record(exchange);
    const url = 'https://api.example.com/pages/hello.json?q=1';
    const headers = [['content-type', 'application/json']] as const;
    const answer = '{"从":"HAR"}';
    own.record(exchangeFixture('spoken', { url, responseHeaders: headers }), {
      response: Buffer.from(answer),
    });
    const target = path.join(own.folder, 'all.har');
    const ids = own.journal.list().map(({ id }) => id);
    const saved = await own.archive.save(target, ids, { format: 'har', ...ALL });
    expect(saved).toMatchObject({ fileName: 'all.har', count: ids.length, leftOutBodies: 0 });
    expect(harFaults(JSON.parse(await fs.readFile(target, 'utf8')))).toEqual([]);

    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const context = await browser.newContext();
    await context.routeFromHAR(target, { notFound: 'abort' });
    const page = await context.newPage();
    const response = await page.goto(url);
    expect(response?.status()).toBe(200);
    expect(await response?.text()).toBe(answer);
    await expect(page.goto('https://api.example.com/unknown')).rejects.toThrow();
  });

  test('comes back with its bodies to the byte', async () => {
    const own = await desk();
    own.record(exchangeFixture('a'), { request: Buffer.from('出去'), response: PICTURE });
    const target = path.join(own.folder, 'a.har');
    await own.archive.save(target, ['a'], { format: 'har', ...ALL });
    const other = await desk();
    expect(await other.archive.load(target)).toMatchObject({ format: 'har', count: 1, skippedCount: 0 });
    const [read] = other.journal.list();
    expect(read).toMatchObject({ url: exchangeFixture('a').url, origin: { kind: 'import', from: 'a.har' } });
    expect((await bodyOf(other, read?.id ?? '', 'request'))?.toString()).toBe('出去');
    expect(await bodyOf(other, read?.id ?? '', 'response')).toEqual(Buffer.from(PICTURE));
  });

  test('says how many bodies were too large for it', async () => {
    const own = await desk();
    own.record(exchangeFixture('a'), { response: new Uint8Array(9 * 1024 * 1024) });
    const target = path.join(own.folder, 'a.har');
    expect(await own.archive.save(target, ['a'], { format: 'har', ...ALL })).toMatchObject({
      leftOutBodies: 1,
    });
  });
});

describe('a bundle', () => {
  test('brings exchanges, bodies of any kind, rules and page stack to another computer', async () => {
    const own = await desk();
    for (const exchange of tenExchanges()) own.record(exchange, { request: PICTURE, response: PICTURE });
    const target = path.join(own.folder, 'all.ferry');
    const ids = own.journal.list().map(({ id }) => id);
    const saved = await own.archive.save(target, ids, { format: 'ferry', ...ALL });
    expect(saved).toMatchObject({ count: ids.length, leftOutBodies: 0 });

    const other = await desk();
    expect(await other.archive.load(target)).toEqual({
      isCutOff: false,
      fileName: 'all.ferry',
      format: 'ferry',
      count: ids.length,
      skippedCount: 0,
      rules: FACTS.rules,
      pageStack: FACTS.pageStack,
      isRedacted: false,
    });
    const wanted = own.journal.list().filter(({ state }) => state === 'done');
    expect(wanted.length).toBeGreaterThan(2);
    for (const exchange of wanted) {
      const read = other.journal
        .list()
        .find((one) => one.url === exchange.url && one.calledAtEpochMs === exchange.calledAtEpochMs);
      const rest = Object.entries(exchange).filter(([name]) => !['id', 'bodies', 'origin'].includes(name));
      expect(read).toMatchObject({
        ...Object.fromEntries(rest),
        origin: { kind: 'import', from: 'all.ferry' },
      });
      expect(await bodyOf(other, read?.id ?? '', 'request')).toEqual(Buffer.from(PICTURE));
      expect(await bodyOf(other, read?.id ?? '', 'response')).toEqual(Buffer.from(PICTURE));
    }
    // What it was unpacked to on its way is gone.
    expect((await fs.readdir(other.folder)).filter((name) => name.startsWith('fresh-'))).toEqual([]);
  });

  test('holds no secret unless asked, neither in records nor in bodies', async () => {
    const own = await desk();
    const secret = 'hunter2hunter2';
    own.record(
      exchangeFixture('a', {
        url: `https://api.example.com/?token=${secret}`,
        written: { header: { Authorization: secret } },
        requestHeaders: [['authorization', secret]],
        // As recorded of a long one: its end is not there.
        requestText: `{"password":"${secret}","list":[1,2`,
        redirects: [`https://cdn.example.com/?token=${secret}`],
        hops: [
          {
            method: 'GET',
            url: `https://api.example.com/?token=${secret}`,
            statusCode: 302,
            httpVersion: '1.1',
            requestHeaders: [['Cookie', secret]],
            responseHeaders: [
              ['Location', `https://cdn.example.com/?token=${secret}`],
              ['Set-Cookie', secret],
            ],
            phases: [],
          },
        ],
        socket: {
          sentMessages: 1,
          receivedMessages: 0,
          closeCode: null,
          closeReason: '',
          messages: [
            {
              direction: 'sent',
              atMs: 1,
              kind: 'text',
              sizeBytes: 2000,
              preview: `42["login",{"session_key":"${secret}","text":"on and o`,
            },
          ],
        },
      }),
      { request: Buffer.from(`{"password":"${secret}"}`), response: Buffer.from(`{"openid":"${secret}"}`) },
    );
    const options = { format: 'ferry', keepsSecrets: false, withBodies: true } as const;
    const target = path.join(own.folder, 'a.ferry');
    await own.archive.save(target, ['a'], options);
    const other = await desk();
    expect(await other.archive.load(target)).toMatchObject({ count: 1, isRedacted: true });
    const [read] = other.journal.list();
    const everything = [
      JSON.stringify(read),
      (await bodyOf(other, read?.id ?? '', 'request'))?.toString(),
      (await bodyOf(other, read?.id ?? '', 'response'))?.toString(),
    ].join('\n');
    expect(everything).not.toContain(secret);
    expect(everything).toContain('REDACTED');
    expect(read?.hops?.[0]?.responseHeaders[0]).toEqual([
      'Location',
      'https://cdn.example.com/?token=REDACTED',
    ]);
    expect(read?.socket?.messages[0]?.preview).toBe('42["login",{"session_key":"REDACTED","text":"on and o');
  });

  test.each(['har', 'ferry'] as const)(
    'as %s says which answer broke off, and never gives it',
    async (format) => {
      const own = await desk();
      const url = 'https://api.example.com/big.json';
      own.record(exchangeFixture('a', { url, state: 'failed', errMsg: 'request:fail' }), {
        response: Buffer.from('{"half":'),
      });
      const { response } = own.journal.get('a')?.bodies ?? {};
      if (!response) throw new Error('Nothing is kept.');
      own.journal.update('a', { bodies: { request: null, response: { ...response, isPartial: true } } });
      const target = path.join(own.folder, `a.${format}`);
      await own.archive.save(target, ['a'], { format, ...ALL });
      const other = await desk();
      await other.archive.load(target);
      const read = other.journal.list();
      expect(read[0]?.bodies.response).toEqual({
        sizeBytes: 8,
        mediaType: response.mediaType ?? 'application/json; charset=utf-8',
        isPartial: true,
      });
      expect(await recordedAnswers(read, () => Promise.resolve('/nowhere'))).toEqual([]);
    },
  );

  test('brings what the developer noted, and who made the exchange', async () => {
    const own = await desk();
    own.record(exchangeFixture('a', { origin: { kind: 'resend', of: null } }));
    own.record(exchangeFixture('b'));
    own.marks.set('a', { isPinned: true, tags: ['slow'], note: 'password: hunter2' });
    const target = path.join(own.folder, 'a.ferry');
    await own.archive.save(target, ['a', 'b'], { format: 'ferry', keepsSecrets: false, withBodies: true });
    const other = await desk();
    await other.archive.load(target);
    const [first, second] = other.journal.list();
    expect(other.marks).toEqual(
      new Map([[first?.id, { isPinned: true, tags: ['slow'], note: 'password: REDACTED' }]]),
    );
    expect(first?.origin).toMatchObject({ kind: 'import', from: 'a.ferry', was: 'resend' });
    expect(second?.origin).toMatchObject({ kind: 'import', from: 'a.ferry', was: 'page' });
    expect([first, second].map((read) => read?.calledFrom)).toEqual([
      exchangeFixture('a').calledFrom,
      exchangeFixture('b').calledFrom,
    ]);
  });

  test('without bodies holds none', async () => {
    const own = await desk();
    own.record(exchangeFixture('a'), { response: PICTURE });
    const target = path.join(own.folder, 'a.ferry');
    await own.archive.save(target, ['a'], { format: 'ferry', keepsSecrets: true, withBodies: false });
    const other = await desk();
    await other.archive.load(target);
    expect(other.journal.list()[0]?.bodies).toEqual({ request: null, response: null });
  });
});

describe('a file that is neither', () => {
  async function zipOf(entries: Readonly<Record<string, string>>): Promise<string> {
    const file = path.join(await tempDir(), 'odd.ferry');
    const zip = new ZipFile();
    for (const [name, text] of Object.entries(entries)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    return file;
  }

  test.each([
    ['another zip', { 'a.txt': 'a' }, 'something is missing in it'],
    ['of a later Ferry', { 'bundle.json': '{"format":"ferry-bundle","version":2}' }, 'made by a later Ferry'],
    ['that says nothing', { 'bundle.json': '{}' }, 'does not say that it is one'],
    ['with no JSON', { 'bundle.json': '{' }, 'is no bundle'],
    [
      'with a line without an end',
      {
        'bundle.json': '{"format":"ferry-bundle","version":1}',
        'exchanges.jsonl': 'x'.repeat(17 * 1024 ** 2),
      },
      'an exchange in it is too large',
    ],
  ])('%s is refused in words that name it', async (_what, entries, words) => {
    const { archive, journal } = await desk();
    const file = await zipOf(entries);
    await expect(archive.load(file)).rejects.toThrow(words);
    expect(journal.list()).toEqual([]);
  });

  test('a torn line is left out, and so is what is beyond twenty thousand', async () => {
    const { archive, journal } = await desk();
    const facts = '{"format":"ferry-bundle","version":1}';
    const good = '{"url":"https://a.example.com/","calledAtEpochMs":5}';
    const torn = await zipOf({ 'bundle.json': facts, 'exchanges.jsonl': `{"a"\n\n${good}` });
    expect(await archive.load(torn)).toMatchObject({ count: 1, skippedCount: 1, isCutOff: false });
    const long = await zipOf({ 'bundle.json': facts, 'exchanges.jsonl': '1\n'.repeat(20_001) });
    expect(await archive.load(long)).toMatchObject({ count: 0, skippedCount: 20_000, isCutOff: true });
    expect(journal.list()).toHaveLength(1);
  });

  test('leaves none of its bodies beside those that are kept', async () => {
    const { archive, folder } = await desk();
    const file = await zipOf({
      'bundle.json': '{"format":"ferry-bundle","version":1}',
      'exchanges.jsonl': '{"url":"https://a.example.com/","calledAtEpochMs":5}',
      'bodies/0.response': 'hello',
      'bodies/0.request': '',
    });
    await archive.load(file);
    expect((await fs.readdir(folder)).filter((name) => name.startsWith('fresh-'))).toEqual([]);
  });

  test('a stranger’s records are taken by the field: what is of the wrong kind is left out', async () => {
    const { archive, journal } = await desk();
    const odd = {
      url: 'https://a.example.com/',
      calledAtEpochMs: 5,
      state: 'running',
      phases: 'none',
      statusCode: {},
      parts: [null],
      hops: [{ method: 'GET' }],
      requestHeaders: [['only a name']],
      warnings: [{ rule: 1 }],
      redirects: ['https://b.example.com/'],
    };
    const lines = [JSON.stringify(odd), '42', '{"url":7}'].join('\n');
    const facts = '{"format":"ferry-bundle","version":1,"rules":[7,{"text":"x"}],"pageStack":"no"}';
    const file = await zipOf({ 'bundle.json': facts, 'exchanges.jsonl': lines });
    expect(await archive.load(file)).toMatchObject({
      count: 1,
      skippedCount: 2,
      pageStack: [],
      rules: [
        { text: '', isOn: false },
        { text: 'x', isOn: false },
      ],
    });
    expect(journal.list()[0]).toMatchObject({
      state: 'failed',
      phases: [],
      statusCode: null,
      durationMs: 0,
      parts: [],
      requestHeaders: [],
      warnings: [],
      redirects: ['https://b.example.com/'],
    });
    expect(journal.list()[0]?.hops).toBeUndefined();
  });

  test.each([
    ['a status that is no whole number', { statusCode: 1.5 }, 'statusCode'],
    ['a status that no server gives', { statusCode: 1e21 }, 'statusCode'],
    ['a size without an end', { sentBytes: '1e999' }, 'sentBytes'],
    ['a size below nothing', { receivedBytes: -1 }, 'receivedBytes'],
    ['a duration without an end', { durationMs: '1e999' }, 'durationMs'],
    ['headers that are nothing', { responseHeaders: [null] }, 'responseHeaders'],
    ['headers that are figures', { responseHeaders: [[1, 2]] }, 'responseHeaders'],
    [
      'more headers than any server sends',
      { requestHeaders: Array(1001).fill(['a', 'b']) },
      'requestHeaders',
    ],
    ['warnings that are nothing', { warnings: [null] }, 'warnings'],
    ['parts that are nothing', { parts: [null] }, 'parts'],
    ['phases out of all time', { phases: [{ name: 'dns', startMs: 0, endMs: '1e999' }] }, 'phases'],
    ['a slot there is not', { slot: { index: 1e6, fromMs: 0, toMs: 1, freedBy: null } }, 'slot'],
    ['a profile with holes', { profile: { peerIP: 'a' } }, 'profile'],
    ['an error message of megabytes', { errMsg: 'x'.repeat(1e6) }, 'errMsg'],
    ['options of megabytes', { written: { a: 'x'.repeat(3e6) } }, 'written'],
    ['a state there is not', { state: 'odd' }, 'state'],
  ] as const)('%s is left out of the record, and what comes after it is taken', async (_what, bad, name) => {
    const { archive, journal } = await desk();
    const good = { url: 'https://a.example.com/', calledAtEpochMs: 5, state: 'done' };
    const odd = JSON.stringify({ ...good, ...bad }).replaceAll('"1e999"', '1e999');
    const file = await zipOf({
      'bundle.json': '{"format":"ferry-bundle","version":1}',
      'exchanges.jsonl': [odd, JSON.stringify({ ...good, url: 'https://b.example.com/' })].join('\n'),
    });
    expect(await archive.load(file)).toMatchObject({ count: 2, skippedCount: 0 });
    const [first, second] = journal.list();
    expect(first?.[name]).toEqual(name === 'state' ? 'failed' : second?.[name]);
    expect(second?.url).toBe('https://b.example.com/');
    const { kind, page, calledFrom, method, url, written, calledAtEpochMs } = exchangeFixture('later');
    journal.begin({ id: 'later', kind, page, calledFrom, method, url, written, calledAtEpochMs });
    expect(journal.get('later')?.state).toBe('waiting');
  });

  test('a folder, or nothing at all, is said to be that', async () => {
    const { archive, folder } = await desk();
    await expect(archive.load(folder)).rejects.toThrow('is no file');
    await expect(archive.load(path.join(folder, 'gone.har'))).rejects.toThrow('cannot be read');
  });
});
