import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';

const MEDIA_FOLDER = join(import.meta.dirname, '../../../assets/media');

const names = await readdir(MEDIA_FOLDER);
const files = new Map<string, Buffer>();
for (const name of names) files.set(name, await readFile(join(MEDIA_FOLDER, name)));

function bytesOf(name: string): Buffer {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`${name} is not in assets/media.`);
  return bytes;
}

const XML_HEAD = /^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n<\w/;

/** The files of a ZIP archive by their paths. */
async function entriesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks));
  }
  return found;
}

describe('the sample media', () => {
  it('weighs less than 1.5 MB together', () => {
    const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeLessThan(1_500_000);
  });

  it.each([
    ['harbour-dawn.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['misty-ranges.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['paper-dunes.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['quarter-quilt.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['lighthouse-night.jpg', { width: 900, height: 1200, type: 'jpg' }],
    ['lantern-alley-turned.jpg', { width: 1200, height: 900, type: 'jpg', orientation: 6 }],
    ['paper-boat.png', { width: 480, height: 480, type: 'png' }],
    ['rocking-boat.gif', { width: 160, height: 120, type: 'gif' }],
  ])('%s is the picture it says', (name, expected) => {
    expect(imageSize(bytesOf(name))).toEqual(expected);
  });

  it('has a WAV whose header tells its true length', () => {
    const wav = bytesOf('tide.wav');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    expect((wav.length - 44) / wav.readUInt32LE(28)).toBe(7);
    expect(wav.length).toBeLessThan(250_000);
  });

  it('has a film that begins with its table of contents, and weighs no more than 300 kB', () => {
    const film = bytesOf('crossing.mp4');
    expect(film.subarray(4, 12).toString('latin1')).toBe('ftypisom');
    const text = film.toString('latin1');
    expect(text.indexOf('moov')).toBeGreaterThan(0);
    expect(text.indexOf('moov')).toBeLessThan(text.indexOf('mdat'));
    expect(text).toContain('avc1');
    expect(text).toContain('mp4a');
    expect(film.length).toBeLessThan(300_000);
  });

  it.each([
    ['letter-from-the-quay.docx', 'word/document.xml', 'A letter from the quay'],
    ['crossings.xlsx', 'xl/worksheets/sheet1.xml', '<v>41</v>'],
    ['new-boat.pptx', 'ppt/slides/slide1.xml', 'A new boat for the harbour line'],
    ['harbour-papers.zip', 'papers/crossings.csv', '07:10,North Quay,Lantern Island,25,41'],
  ])('%s is the archive it says', async (name, entry, content) => {
    const found = await entriesOf(bytesOf(name));
    expect(found.get(entry)?.toString()).toContain(content);
    const isOffice = !name.endsWith('.zip');
    expect(found.has('[Content_Types].xml')).toBe(isOffice);
    for (const [part, bytes] of found) {
      if (isOffice) expect(XML_HEAD.test(bytes.toString()), part).toBe(true);
    }
  });

  it('has a text in two languages', () => {
    expect(bytesOf('packing-list.txt').toString()).toContain('船票');
  });

  it('has a PDF whose table of objects points at the objects', () => {
    const pdf = bytesOf('harbour-line.pdf').toString('latin1');
    const table = Number(/startxref\n(\d+)\n%%EOF/.exec(pdf)?.[1]);
    expect(pdf.slice(table, table + 4)).toBe('xref');
    const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    expect(offsets).toHaveLength(7);
    offsets.forEach((offset, index) => {
      expect(pdf.slice(offset).startsWith(`${String(index + 1)} 0 obj`)).toBe(true);
    });
  });
});
