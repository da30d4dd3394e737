import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readMultipart } from '../../../src-main/journal/bodies/multipart-reader.ts';
import { multipartFrame } from '../../../src-main/lib/multipart.ts';

const TYPE = 'multipart/form-data; boundary=XX';
const PROPER =
  '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n' +
  '--XX\r\nContent-Disposition: form-data; name="f"; filename="p.png"\r\nContent-Type: image/png\r\n\r\n' +
  '\x89PNG\r\n\r\n--X\r\n--XX--\r\n';

/** In pieces of so many bytes: a boundary may lie across any two. */
async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await Promise.resolve();
    yield bytes.subarray(at, at + pieceBytes);
  }
}

async function read(text: string | Buffer, contentType: string | null = TYPE, pieceBytes = 65_536) {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return readMultipart(inPieces(bytes, pieceBytes), contentType, bytes.length);
}

async function codes(text: string, contentType: string | null = TYPE): Promise<string[]> {
  return (await read(text, contentType))?.problems.map(({ code }) => code) ?? ['none'];
}

describe('the reader of multipart bodies', () => {
  it('finds every part where it lies, whatever the pieces that the body comes in', async () => {
    const bytes = Buffer.from(PROPER, 'latin1');
    for (const pieceBytes of [1, 2, 3, 5, 7, 64, 4096]) {
      const found = await read(PROPER, TYPE, pieceBytes);
      expect(found).toMatchObject({ boundary: 'XX', problems: [], readBytes: bytes.length });
      const contents = found?.parts.map((part) =>
        bytes.subarray(part.contentOffsetBytes, part.contentOffsetBytes + part.sizeBytes).toString('latin1'),
      );
      expect(contents).toEqual(['one', '\x89PNG\r\n\r\n--X']);
      for (const [index, part] of (found?.parts ?? []).entries()) {
        const content = Buffer.from(contents?.[index] ?? '', 'latin1');
        expect(part.sha256).toBe(createHash('sha256').update(content).digest('hex'));
        expect(bytes.subarray(part.offsetBytes, part.offsetBytes + 20).toString()).toBe(
          'Content-Disposition:',
        );
      }
    }
  });

  it('finds the parts of a frame of Ferry’s own at the places that the frame says', async () => {
    const fields = [
      ['empty', ''],
      ['西湖', '水\r\n--b'],
    ] as const;
    const file = { name: 'f', filename: 'a "b".bin', contentType: 'application/octet-stream' };
    const { head, tail, places } = multipartFrame('b0', fields, file);
    const found = await read(
      Buffer.concat([head, Buffer.from('file'), tail]),
      'multipart/form-data; boundary="b0"',
      9,
    );
    expect(
      found?.parts.map(({ offsetBytes, contentOffsetBytes }) => ({ offsetBytes, contentOffsetBytes })),
    ).toEqual(places);
    expect(found?.parts.map(({ name, value }) => [name, value])).toEqual([
      ['empty', ''],
      ['西湖', '水\r\n--b'],
      ['f', null],
    ]);
    expect(found?.problems).toEqual([{ code: 'filename-escaped', part: 2, atBytes: places[2]?.offsetBytes }]);
  });

  it('leaves what is no multipart alone', async () => {
    expect(await read('{"a":1}', 'application/json')).toBeNull();
    expect(await read('-- a comment\nselect 1', 'text/plain')).toBeNull();
    expect(await read('', null)).toBeNull();
  });

  it('reads a body whose header says nothing of it, and says so', async () => {
    expect(await codes(PROPER, 'multipart/form-data')).toEqual(['no-boundary-in-header']);
    expect(await codes(PROPER, 'application/octet-stream')).toEqual(['not-declared']);
    expect(await codes(PROPER, null)).toEqual(['not-declared']);
    expect(await codes(PROPER, 'multipart/form-data; boundary=other')).toEqual(['boundary-differs']);
    const other = await read(PROPER, 'multipart/form-data; boundary=other');
    expect(other?.parts).toHaveLength(2);
  });

  it('gives what could be read of a broken body, and where it stops', async () => {
    const cut = PROPER.slice(0, -20);
    const found = await read(cut);
    expect(found?.parts).toHaveLength(2);
    expect(found?.problems).toEqual([{ code: 'no-closing-boundary', part: 1, atBytes: cut.length }]);
    const inHeader = '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--XX\r\nContent-Dispo';
    const stopped = await read(inHeader);
    expect(stopped?.parts).toHaveLength(1);
    expect(stopped?.problems.map(({ code }) => code)).toEqual(['headers-not-ended']);
    expect(stopped?.readBytes).toBe(inHeader.indexOf('Content-Dispo', 20));
    expect(await codes('nothing of the kind')).toEqual(['bytes-before', 'no-parts']);
    expect(await read('--XX--\r\n')).toMatchObject({ parts: [], problems: [{ code: 'no-parts' }] });
  });

  it('says what some servers will not take', async () => {
    const part = (header: string, content = 'x') => `--XX\r\n${header}\r\n\r\n${content}\r\n--XX--\r\n`;
    const disposition = 'Content-Disposition: form-data; name="a"';
    expect(await codes(part('X-Other: 1'))).toEqual(['no-disposition']);
    expect(await codes(part('Content-Disposition: form-data'))).toEqual(['no-name']);
    expect(await codes(part(`${disposition}; filename="caf\xc3\xa9.png"`))).toEqual(['filename-not-ascii']);
    expect(await codes(part(`${disposition}; filename*=UTF-8''a.png`))).toEqual(['filename-extended']);
    expect(await codes(part(`${disposition}; filename="..\\\\a"`))).toEqual(['filename-path']);
    expect(await codes(part(disposition, 'see --XX here'))).toEqual(['boundary-in-content']);
    expect(await codes(part(disposition, 'x\r\n--XXY'))).toEqual(['boundary-in-content']);
    expect(await codes(part(disposition).replaceAll('\r\n', '\n'))).toContain('bare-line-feed');
    expect(await codes(`hello\r\n${part(disposition)}`)).toEqual(['bytes-before']);
    expect(await codes(`${part(disposition)}bye`)).toEqual(['bytes-after']);
  });

  it('tells a thousand parts and counts the rest as a word', async () => {
    const many = '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(1100);
    const found = await read(`${many}--XX--\r\n`);
    expect(found?.parts).toHaveLength(1000);
    expect(found?.problems.map(({ code }) => code)).toEqual(['too-many-parts']);
  });

  it('never throws, whatever the bytes', async () => {
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const words = [
      '--XX',
      '\r\n',
      '\n',
      '--',
      'Content-Disposition: form-data; name="a"',
      ':',
      '"',
      '\0',
      'XX',
      ';',
      '=',
    ];
    for (let round = 0; round < 400; round += 1) {
      const text = Array.from({ length: next(30) }, () => words[next(words.length)] ?? '').join('');
      const found = await read(text, round % 3 === 0 ? null : TYPE, 1 + next(9));
      for (const part of found?.parts ?? []) {
        expect(part.contentOffsetBytes + part.sizeBytes).toBeLessThanOrEqual(text.length);
      }
    }
  });
});
