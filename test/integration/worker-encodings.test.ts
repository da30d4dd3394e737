import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/worker-faults.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

interface Coding {
  readonly name: string;
  readonly header: string;
  readonly pack: (bytes: Uint8Array) => Buffer;
}

const CODINGS: readonly Coding[] = [
  { name: 'gzip', header: 'gzip', pack: (bytes) => zlib.gzipSync(bytes) },
  { name: 'deflate', header: 'deflate', pack: (bytes) => zlib.deflateSync(bytes) },
  { name: 'deflate without its frame', header: 'deflate', pack: (bytes) => zlib.deflateRawSync(bytes) },
  { name: 'br', header: 'br', pack: (bytes) => zlib.brotliCompressSync(bytes) },
];

/** A GET into a file from a server that answers with these bytes, cut into pieces of `pieceBytes`. */
async function get(encoding: string, bytes: Buffer, limitBytes: number | null = null, pieceBytes = Infinity) {
  const server = await withServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding, 'content-length': bytes.length });
    for (let at = 0; at < bytes.length; at += pieceBytes) response.write(bytes.subarray(at, at + pieceBytes));
    response.end();
  });
  const worker = await withWorker();
  const sink = { kind: 'file', partPath: worker.partPath(), limitBytes } as const;
  const ended = await worker.run(worker.job({ url: server.origin, sink }));
  const received = await readFile(worker.partPath()).catch(() => Buffer.alloc(0));
  await worker.close(ended.outcome.ok ? ['body.part'] : []);
  await server.drained();
  return { ended, received };
}

describe.each(CODINGS)('$name', ({ header, pack }) => {
  const plain = Buffer.concat([randomBytes(100_000), Buffer.alloc(100_000)]);

  it('is undone, and both sizes are told', async () => {
    const packed = pack(plain);
    const { ended, received } = await get(header, packed);
    expect(received.equals(plain)).toBe(true);
    expect(ended.counts).toMatchObject({
      receivedBytes: packed.length,
      expectedReceiveBytes: packed.length,
      decodedBytes: plain.length,
    });
  });

  it('in pieces of one byte is undone', async () => {
    const small = plain.subarray(99_000, 101_000);
    const { received } = await get(header, pack(small), null, 1);
    expect(received.equals(small)).toBe(true);
  });

  it.each([1, 2, 10, 1000, 50_000])('cut after %i bytes is against the protocol', async (bytes) => {
    const { ended } = await get(header, pack(plain).subarray(0, bytes));
    expect(errorOf(ended)).toMatchObject({
      code: 'net.protocol',
      details: { encoding: header, phase: 'receive' },
    });
  });

  it('without its last byte is against the protocol', async () => {
    const { ended } = await get(header, pack(plain).subarray(0, -1));
    expect(verdict(ended.outcome)).toBe('net.protocol');
  });

  it('of nothing at all is nothing', async () => {
    const { ended, received } = await get(header, Buffer.alloc(0));
    expect(verdict(ended.outcome)).toBe('ok');
    expect(received.length).toBe(0);
  });

  // Of gzip Node takes only zeros for padding: anything else might be another member of the archive.
  const garbage = header === 'gzip' ? 0 : 0xee;

  it.each([1, 7, 100_000, 300_000])('with %i bytes of garbage behind it is what it was', async (bytes) => {
    const packed = Buffer.concat([pack(plain), Buffer.alloc(bytes, garbage)]);
    const { ended, received } = await get(header, packed);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(received.equals(plain)).toBe(true);
    expect(ended.counts.receivedBytes).toBe(packed.length);
  });

  it('with garbage behind it that comes later, too', async () => {
    const packed = pack(plain);
    const { ended, received } = await get(
      header,
      Buffer.concat([packed, Buffer.alloc(5000, garbage)]),
      null,
      packed.length,
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(received.equals(plain)).toBe(true);
  });

  it('that unpacks beyond the limit stops there, and says both sizes', async () => {
    const bomb = pack(Buffer.alloc(64 * MIB));
    const { ended } = await get(header, bomb, MIB);
    const { code, message, details } = errorOf(ended);
    expect(code).toBe('file.too-large');
    expect(details).toMatchObject({ limitBytes: MIB, encoding: header });
    const wireBytes = Number(details['wireBytes']);
    expect(wireBytes).toBeGreaterThan(0);
    expect(wireBytes).toBeLessThanOrEqual(bomb.length);
    expect(message).toBe(
      `The response unpacks (${header}) to more than the ${String(MIB)} bytes allowed; it was ${String(wireBytes)} bytes on the wire so far`,
    );
    expect(ended.counts.decodedBytes).toBeLessThan(8 * MIB);
  });
});

describe('the wrong coding', () => {
  it.each([
    ['gzip', zlib.deflateSync('x')],
    ['gzip', zlib.brotliCompressSync('x')],
    ['gzip', Buffer.from('not packed at all')],
    ['deflate', zlib.gzipSync('x')],
    ['br', zlib.gzipSync(randomBytes(100))],
    ['br', Buffer.from('\xff\xff\xffnot packed at all', 'latin1')],
  ])('%s, which it is not, is against the protocol: %#', async (encoding, bytes) => {
    const { ended } = await get(encoding, bytes);
    expect(errorOf(ended)).toMatchObject({ code: 'net.protocol', details: { encoding } });
  });

  it('five layers deep still stops at the limit', async () => {
    let bomb: Buffer = Buffer.alloc(64 * MIB);
    for (let layer = 0; layer < 5; layer += 1) bomb = zlib.gzipSync(bomb);
    const { ended } = await get('gzip, gzip, gzip, gzip, gzip', bomb, MIB);
    expect(errorOf(ended)).toMatchObject({
      code: 'file.too-large',
      details: { encoding: 'gzip, gzip, gzip, gzip, gzip' },
    });
    expect(ended.counts.decodedBytes).toBeLessThan(8 * MIB);
  });

  it('garbage behind a gzip that could be another member is against the protocol at once', async () => {
    const { ended } = await get('gzip', Buffer.concat([zlib.gzipSync('x'), Buffer.from('garbage')]));
    expect(errorOf(ended)).toMatchObject({ code: 'net.protocol', details: { encoding: 'gzip' } });
  });

  it('several members of gzip are one body', async () => {
    const { received } = await get('gzip', Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two')]));
    expect(received.toString()).toBe('one two');
  });
});
