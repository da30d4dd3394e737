import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { Busboy } from '@fastify/busboy';
import { describe, expect, it } from 'vitest';
import { multipartFrame } from '../../../src-main/lib/multipart.ts';

const BOUNDARY = '----FerryBoundary';
const FILE = { name: 'file', filename: 'a.bin', contentType: 'image/png' };

/** What tries to get out of a header line, or to end it early. */
const ATTACKS = [
  '\r\nX-Injected: yes',
  '\nX-Injected: yes',
  '\rX-Injected: yes',
  '\r\n\r\ninjected body',
  `\r\n--${BOUNDARY}--\r\n`,
  `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="admin"\r\n\r\ntrue`,
  '"; filename="evil.php',
  '"; name="admin',
  'photo.php\0.jpg',
  '\0',
  '\u010d\u010aX-Injected: yes',
  '\u2028X-Injected: yes',
  '\ud800',
  '猫.png',
  '%0D%0A',
];

type Frame = Parameters<typeof multipartFrame>;

function textOf(fields: Frame[1], file: Partial<Frame[2]> = {}): string {
  const { head, tail } = multipartFrame(BOUNDARY, fields, { ...FILE, ...file });
  return Buffer.concat([head, Buffer.from('FILE'), tail]).toString();
}

/** Every part as a strict reader sees it: header lines, and the body. */
function partsOf(text: string): { lines: string[]; body: string }[] {
  return text
    .split(new RegExp(`(?:^|\r\n)--${BOUNDARY}`))
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...body] = part.slice(2).split('\r\n\r\n');
      return { lines: head.split(/[\r\n]+/), body: body.join('\r\n\r\n') };
    });
}

describe.each(ATTACKS)('%j', (attack) => {
  it('as a field’s name stays one name in one line', () => {
    const parts = partsOf(textOf([[attack, 'value']]));
    expect(parts).toHaveLength(2);
    expect(parts[0]?.lines).toHaveLength(1);
    expect(parts[0]?.lines[0]).toMatch(/^Content-Disposition: form-data; name="[^"\0]*"$/);
    expect(parts[0]?.body).toBe('value');
  });

  it.each(['name', 'filename'] as const)('as the file’s %s stays within its quotes', (which) => {
    const parts = partsOf(textOf([], { [which]: attack }));
    expect(parts).toHaveLength(1);
    expect(parts[0]?.lines).toHaveLength(2);
    expect(parts[0]?.lines[0]).toMatch(
      /^Content-Disposition: form-data; name="[^"\0]*"; filename="[^"\0]*"$/,
    );
    expect(parts[0]?.lines[1]).toBe('Content-Type: image/png');
    expect(parts[0]?.body).toBe('FILE');
  });

  it('as the file’s content type stays in its line', () => {
    const contentType = `image/png${attack}`;
    const parts = partsOf(textOf([], { contentType }));
    expect(parts).toHaveLength(1);
    expect(parts[0]?.lines).toHaveLength(2);
    expect(parts[0]?.lines[1]).not.toContain('\0');
    expect(parts[0]?.body).toBe('FILE');
  });

  it('as names and as a value is read by a server’s parser as that many parts', async () => {
    const value = attack.includes(BOUNDARY) ? 'value' : attack;
    const parser = new Busboy({ headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } });
    const fields: unknown[] = [];
    const files: unknown[] = [];
    parser.on('field', (_name, text) => fields.push(text));
    parser.on('file', (_name, stream) => {
      files.push(true);
      stream.resume();
    });
    parser.end(textOf([[`x${attack}`, value]], { name: `y${attack}` }));
    await once(parser, 'finish');
    expect(fields).toEqual([value.toWellFormed()]);
    expect(files).toHaveLength(1);
  });
});
