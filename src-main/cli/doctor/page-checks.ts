import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { FerryError } from '#contract/errors';
import { PAGE_PATHS } from '#contract/wx';
import type { App } from '../../app.ts';
import type { GuestView } from '../../electron/guest-view.ts';
import type { OpenProgram } from '../../program/workbench.ts';
import { createDriver } from '../run/steps.ts';
import { untilQuiet } from '../run/quiet.ts';
import {
  probeBytes,
  probeOutside,
  probeRanges,
  probeRefusals,
  probeSyncCalls,
  probeTexts,
  probeTraces,
} from './probes.ts';
import { must, type Check } from './run-checks.ts';

export interface PageCheckDeps {
  readonly app: () => Promise<App>;
  /** A picture of the sample album, which the app's picker gives at the first question. */
  readonly picture: { readonly name: string; readonly path: string };
}

const STREAMED_BYTES = 16 * 1024 * 1024;
/** For what waits on a page; longer than a check may take. */
const PATIENCE_MS = 60_000;

/** A value with everything in it that Ferry's messages hold. */
const NESTED = {
  text: '相册',
  none: null,
  yes: true,
  numbers: [0, -1.5, 2 ** 53],
  deep: [[{ a: { b: [] } }]],
};

/** What a mini-program's page needs of the runtime, tried in a page that runs. */
export function pageChecks({ app, picture }: PageCheckDeps): Check[] {
  const opened = async (): Promise<OpenProgram<GuestView>> => {
    const open = (await app()).workbench.current();
    if (!open) throw new FerryError('internal', 'No mini-program is open');
    return open;
  };
  const openSample = async (id: string): Promise<OpenProgram<GuestView>> => {
    const ferry = await app();
    await ferry.openSample(id);
    const open = await opened();
    await untilQuiet(open.program, ferry.transfers, AbortSignal.timeout(PATIENCE_MS));
    return open;
  };
  const told = async ({ program }: OpenProgram<GuestView>) => ({
    generation: program.owner().generation,
    lab: await (await app()).startLab(),
  });
  const needs = ['page'];

  return [
    {
      name: 'page',
      needs: ['start', 'lab'],
      meaning: 'Mini-programs will stay blank.',
      async run() {
        const { program } = await openSample('album');
        const [visit] = program.log.visits;
        must(visit?.opened === true, visit?.failure ?? 'The Album sample did not open');
        return `${visit.path} of the Album sample, open in ${visit.openMs.toFixed(0)} ms`;
      },
    },
    {
      name: 'IPC types',
      needs,
      meaning: 'Calls of wx will get or give wrong values.',
      async run() {
        const open = await opened();
        const base = await told(open);
        const texts = await open.view.evaluate(probeTexts, base);
        must(texts.changed.length === 0, `Texts changed on their way: number ${texts.changed.join(', ')}`);
        must(texts.unsendable === 'refused', 'A function was carried as if it were data');
        const bytes = await open.view.evaluate(probeBytes, { ...base, written: NESTED });
        must(bytes.sent === bytes.arrived, '64 KiB from the page arrived as other bytes');
        const sent = await fetch(`${base.lab}/download?size=65536`);
        must(
          bytes.got === sha256(new Uint8Array(await sent.arrayBuffer())),
          '64 KiB to the page arrived as other bytes',
        );
        const [exchange] = open.program.journal.ofThisLaunch();
        must(isDeepStrictEqual(exchange?.written, NESTED), 'A nested value arrived as another');
        return 'texts with NUL and half surrogates, numbers, null, nested values, 64 KiB of bytes both ways; a function is refused';
      },
    },
    {
      name: 'errors',
      needs,
      meaning: 'Failures of wx calls will have no reason, or calls that are malformed will be let through.',
      async run() {
        const open = await opened();
        const codes = await open.view.evaluate(probeRefusals, await told(open));
        const wanted = ['file.system', 'request.invalid', 'page.gone', 'thrown'];
        must(isDeepStrictEqual(codes, wanted), `${codes.join(', ')} came in place of ${wanted.join(', ')}`);
        return 'come as values with code and message; malformed calls, earlier pages and other channels are refused';
      },
    },
    {
      name: 'sync calls',
      needs,
      meaning: 'wx.getStorageSync and its kin will fail.',
      async run() {
        const open = await opened();
        const { tookMs, read } = await open.view.evaluate(probeSyncCalls, await told(open));
        must(read === '{"相册":[1,null,"\\u0000"]}', `What was stored was read as ${String(read)}`);
        const median = [...tookMs].sort((a, b) => a - b)[Math.floor(tookMs.length / 2)] ?? 0;
        return `${median.toFixed(1)} ms each (median of ${String(tookMs.length)})`;
      },
    },
    {
      name: 'range requests',
      needs,
      meaning: 'Sound and film will not play, or not from the middle.',
      async run() {
        const { view } = await opened();
        const file = await fs.readFile(picture.path);
        const size = file.length;
        const url = `${PAGE_PATHS.album}${encodeURIComponent(picture.name)}`;
        const answers = await view.evaluate(probeRanges, {
          url,
          ranges: [null, 'bytes=100-299', 'bytes=-50', `bytes=${String(size)}-`],
        });
        const expected = [
          { status: 200, contentRange: null, body: file },
          { status: 206, contentRange: `bytes 100-299/${String(size)}`, body: file.subarray(100, 300) },
          {
            status: 206,
            contentRange: `bytes ${String(size - 50)}-${String(size - 1)}/${String(size)}`,
            body: file.subarray(-50),
          },
          { status: 416, contentRange: `bytes */${String(size)}`, body: Buffer.alloc(0) },
        ];
        for (const [index, { status, contentRange, body }] of expected.entries()) {
          const answer = answers[index];
          must(answer?.status === status, `${String(answer?.status)} came in place of ${String(status)}`);
          must(answer.contentRange === contentRange, `Content-Range was ${String(answer.contentRange)}`);
          must(
            answer.sha256 === sha256(body),
            `${String(answer.sizeBytes)} wrong bytes came with ${String(status)}`,
          );
        }
        return 'whole 200, parts 206 with the right bytes, beyond the end 416';
      },
    },
    {
      name: 'streaming',
      needs,
      meaning: 'Large files and answers will not reach the page.',
      async run() {
        const { program, view } = await opened();
        const content = Buffer.alloc(STREAMED_BYTES, 'Ferry carries more than fits in one message. ');
        const target = program.files.newTemp('picked');
        await fs.writeFile(target.partPath, content);
        const { path: virtual } = await target.commit(content.length, 'bin');
        const url = `${PAGE_PATHS.file}${encodeURIComponent(virtual)}`;
        const started = performance.now();
        const [answer] = await view.evaluate(probeRanges, { url, ranges: [null] });
        const tookMs = performance.now() - started;
        must(
          answer?.sha256 === sha256(content),
          `${String(answer?.sizeBytes)} of ${String(content.length)} bytes came, or others`,
        );
        return `16 MiB at ${((content.length / tookMs) * (1000 / 1024 ** 2)).toFixed(0)} MiB/s, byte for byte`;
      },
    },
    {
      name: 'policy',
      needs,
      meaning: 'A mini-program could reach the network past wx: do not open projects you do not trust.',
      async run() {
        const { view } = await opened();
        let count = 0;
        const visits = (): number => count;
        const outside = http.createServer((_request, response) => {
          response.setHeader('access-control-allow-origin', '*');
          response.end();
        });
        outside.on('connection', () => (count += 1));
        outside.listen(0, '127.0.0.1');
        await once(outside, 'listening');
        try {
          const origin = `http://127.0.0.1:${String((outside.address() as AddressInfo).port)}`;
          const ends = await view.evaluate(probeOutside, { origin });
          must(
            ends.every((end) => end === 'refused') && visits() === 0,
            `fetch, fetch and WebSocket went ${ends.join(', ')}`,
          );
          await fetch(origin);
          must(visits() > 0, 'The server that counts the tries does not count');
          return 'a page reaches nobody by fetch or WebSocket';
        } finally {
          outside.closeAllConnections();
          outside.close();
        }
      },
    },
    {
      name: 'screenshot',
      needs,
      meaning: 'ferry run --screenshot will fail.',
      async run() {
        const png = await (await opened()).view.capture();
        must(png.length > 1000 && png.subarray(1, 4).toString() === 'PNG', 'The picture is empty');
        return `${String(png.readUInt32BE(16))} × ${String(png.readUInt32BE(20))}, ${String(png.length)} bytes`;
      },
    },
    {
      name: 'input, upload and content hash',
      needs,
      meaning: 'ferry run --tap, or uploads, will fail.',
      async run() {
        const { transfers } = await app();
        const open = await opened();
        const driver = createDriver(open);
        const signal = AbortSignal.timeout(PATIENCE_MS);
        await driver.perform({ kind: 'tap', selector: '#choose' }, signal);
        await driver.perform({ kind: 'tap', selector: '#upload' }, signal);
        await driver.perform({ kind: 'wait-selector', selector: '.keep' }, signal);
        await transfers.settled();
        const upload = open.program.journal.ofThisLaunch().find(({ kind }) => kind === 'upload');
        const wanted = sha256(await fs.readFile(picture.path));
        must(
          upload?.file?.sha256 === wanted && upload.responseText?.includes(wanted) === true,
          'The bytes that arrived are not the bytes that were sent',
        );
        return `${String(upload.sentBytes)} bytes, sha-256 equal on both sides`;
      },
    },
    {
      name: 'partitions',
      needs,
      meaning: 'Mini-programs could read what another one, or an earlier run, left in the browser.',
      async run() {
        const traces = async ({ view }: OpenProgram<GuestView>): Promise<string[]> =>
          view.evaluate(probeTraces, null);
        const own = await opened();
        await traces(own);
        must((await traces(own)).length === 2, 'A page cannot keep anything in the browser');
        const [other] = [await traces(await openSample('voice'))];
        must(other.length === 0, `Another program found the ${other.join(' and the ')} of the first`);
        const left = await traces(await openSample('album'));
        must(left.length === 0, `The ${left.join(' and the ')} outlived the closing`);
        return 'two programs do not see each other’s storage and cookies, and none are left after closing';
      },
    },
  ];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
