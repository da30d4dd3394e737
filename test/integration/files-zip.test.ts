import { mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import yazl from 'yazl';
import {
  differencesOf,
  launchFileSystem,
  sha256,
  treeOf,
  type FileSystemLaunch,
} from '../support/file-system-launch.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { zipOf, type ZipPart } from '../support/zip-bytes.ts';

const QUOTA_BYTES = 2_000_000;
const TARGET = 'http://usr/into';
const GOOD: ZipPart = { name: 'good.txt', content: 'good' };
const LINK = 0o120777;

const folder = shareTempDir();
let launch: FileSystemLaunch;

beforeAll(async () => {
  launch = await launchFileSystem(folder(), { quotaBytes: QUOTA_BYTES });
  await launch.write('http://usr/kept.txt', 'kept');
});
afterAll(() => launch.end());

const unzip = async (bytes: Uint8Array, targetPath = TARGET): Promise<number | 'ok'> => {
  const zipFilePath = await launch.picked('a.zip', bytes);
  return launch.fate({ op: 'unzip', zipFilePath, targetPath });
};
/** Everything of the home but the temp files, which the archives themselves are. */
const written = async (): Promise<unknown> => [
  [...(await treeOf(folder(), (at) => !/(^|\/)(temp|a\.zip|home\/[^/]*\.(db|json).*)$/.test(at)))],
  launch.files.list().filter(({ kind }) => kind !== 'temp'),
  launch.files.quotaLeft(),
];

/** Names that no entry may have. */
const NAMES: readonly (readonly [string, string])[] = [
  ['an absolute name', '/abs.txt'],
  ['an absolute name of two slashes', '//abs.txt'],
  ['a name above the folder', '../x.txt'],
  ['a name that leads out further down', 'a/../../x.txt'],
  ['a name that comes back in', 'a/../x.txt'],
  ['a name of a dot', './x.txt'],
  ['a backslash', 'a\\b.txt'],
  ['a way out by backslashes', '..\\x.txt'],
  ['a drive', 'C:/x.txt'],
  ['a drive without a slash', 'C:x.txt'],
  ['a share', '\\\\server\\share\\x.txt'],
  ['a stream of a file', 'a.txt:stream'],
  ['a scheme', 'http://usr/x.txt'],
  ['a device of Windows', 'CON'],
  ['a device of Windows with an extension', 'nul.txt'],
  ['a device of Windows as a folder', 'a/Lpt1.tar.gz/x'],
  ['a dot at its end', 'a.'],
  ['a space at its end', 'a /x.txt'],
  ['a zero byte', 'a\0.txt'],
  ['a line break', 'a\n.txt'],
  ['no name', ''],
  ['a name of more than 255 bytes', '名'.repeat(86)],
  ['a path of more than 1024', 'abcdefgh/'.repeat(120) + 'x'],
];

/** Archives of which nothing may be unpacked, and the number they fail with. */
const BAD: readonly (readonly [string, readonly ZipPart[], number])[] = [
  ...NAMES.map(([what, name]) => [what, [GOOD, { name, content: 'x' }], 1301103] as const),
  ['a link', [GOOD, { name: 'link', content: '../..', mode: LINK }], 1301103],
  [
    'a link and a file below it',
    [
      { name: 'a', content: '..', mode: LINK },
      { name: 'a/x', content: 'x' },
    ],
    1301103,
  ],
  ['an encrypted entry', [GOOD, { name: 'a', content: 'x'.repeat(20), toldBytes: 8, flags: 1 }], 1301103],
  ['a strongly encrypted entry', [GOOD, { name: 'a', content: 'x', flags: 0x41 }], 1301103],
  ['an unknown compression', [GOOD, { name: 'a', content: 'x', method: 12 }], 1301103],
  ['one name twice', [GOOD, { name: 'good.txt', content: 'other' }], 1301103],
  [
    'one file by two names',
    [
      { name: 'a/b', content: '1' },
      { name: 'a//b', content: '2' },
    ],
    1301103,
  ],
  ['entries that share their bytes', [GOOD, { name: 'other.txt', content: 'good', sharesWith: 0 }], 1301103],
  [
    'an entry longer than told',
    [GOOD, { name: 'a', content: 'x'.repeat(500_000), deflated: true, toldBytes: 9 }],
    1301103,
  ],
  [
    'an entry shorter than told',
    [GOOD, { name: 'a', content: 'xxx', deflated: true, toldBytes: 500 }],
    1301103,
  ],
  ['stored bytes of another size', [GOOD, { name: 'a', content: 'xxx', toldBytes: 500 }], 1301103],
  ['content that does not inflate', [GOOD, { name: 'a', content: '\xff\xff\xff', method: 8 }], 1301103],
  ['content of another checksum', [GOOD, { name: 'a', content: 'xxx', toldCrc: 1 }], 1301103],
  [
    'a file where a folder is needed',
    [
      { name: 'a', content: 'x' },
      { name: 'a/b', content: 'x' },
    ],
    1301003,
  ],
  ['more than the quota', [GOOD, { name: 'a', content: Buffer.alloc(QUOTA_BYTES), deflated: true }], 1300202],
  [
    'more than the quota, by what it tells',
    [{ name: 'a', content: 'x', deflated: true, toldBytes: 0xfffffff0 }],
    1300202,
  ],
];

describe('of an archive that cannot be trusted, nothing is written', () => {
  it.each(BAD)('%s', async (_what, parts, errno) => {
    const before = await written();
    expect([await unzip(zipOf(parts)), await launch.parts()]).toEqual([errno, []]);
    expect(await written()).toEqual(before);
  });

  it('more than 10,000 entries; as many as that are unpacked', async () => {
    const many = (count: number): Buffer =>
      zipOf([GOOD, ...Array.from({ length: count - 1 }, () => ({ name: 'folder/', content: '' }))]);
    const before = await written();
    expect(await unzip(many(10_001))).toBe(1301104);
    expect(await written()).toEqual(before);
    expect(await unzip(many(10_000), 'http://usr/many')).toBe('ok');
    expect((await readdir(path.join(launch.userFolder, 'many'))).sort()).toEqual(['folder', 'good.txt']);
    await launch.run({ op: 'rmdir', dirPath: 'http://usr/many', recursive: true });
  }, 60_000);

  it('a bomb is refused before a byte of it is unpacked', async () => {
    const zipFilePath = await launch.picked(
      'a.zip',
      zipOf(
        Array.from({ length: 50 }, (_, at) => ({
          name: `${String(at)}.bin`,
          content: Buffer.alloc(100_000),
          deflated: true,
        })),
      ),
    );
    const newPart = vi.spyOn(launch.space, 'newPart');
    expect(await launch.fate({ op: 'unzip', zipFilePath, targetPath: TARGET })).toBe(1300202);
    expect(newPart).not.toHaveBeenCalled();
    newPart.mockRestore();
  });

  it('a folder of the target that is a link out of it leads nowhere', async () => {
    const outside = path.join(folder(), 'outside');
    await mkdir(outside);
    await symlink(outside, path.join(launch.userFolder, 'out'));
    expect(await unzip(zipOf([GOOD, { name: 'out/x.txt', content: 'x' }]), 'http://usr')).toBe(1301000);
    expect([
      await readdir(outside),
      await launch.fate({ op: 'access', path: 'http://usr/good.txt' }),
    ]).toEqual([[], 1300002]);
  });

  it('an archive that was cut, wherever', async () => {
    const whole = zipOf([GOOD, { name: 'dir/b.txt', content: 'b'.repeat(200), deflated: true }]);
    const before = await written();
    const fates = new Map<unknown, number>();
    for (let length = 0; length < whole.length; length += 1) {
      const fate = await unzip(whole.subarray(0, length));
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    }
    expect([...fates.keys()].filter((fate) => fate !== 1301102 && fate !== 1301103)).toEqual([]);
    expect([await written(), await launch.parts()]).toEqual([before, []]);
    process.stdout.write(`      cut archives: ${String(whole.length)} lengths, none unpacked\n`);
  }, 60_000);

  it('an archive with a byte that is another is refused or says the same as before', async () => {
    const whole = zipOf([GOOD, { name: 'dir/b.txt', content: 'b'.repeat(200), deflated: true }]);
    const contents = new Set([sha256('good'), sha256('b'.repeat(200)), 'folder']);
    const before = await written();
    let unpacked = 0;
    for (let at = 0; at < whole.length; at += 1) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        if ((await unzip(bytes)) === 'ok') {
          unpacked += 1;
          const tree = await treeOf(path.join(launch.userFolder, 'into'));
          expect([at, flip, [...tree.values()].filter((one) => !contents.has(one))]).toEqual([at, flip, []]);
          await launch.run({ op: 'rmdir', dirPath: TARGET, recursive: true });
        }
      }
    }
    expect([await written(), await launch.parts()]).toEqual([before, []]);
    process.stdout.write(
      `      changed archives: ${String(whole.length * 3)}, ${String(unpacked)} unpacked with the same content\n`,
    );
  }, 60_000);
});

describe('a good archive', () => {
  it('is unpacked with its folders; an archive in it stays one', async () => {
    const inner = zipOf([{ name: 'bomb.bin', content: Buffer.alloc(1_000_000), deflated: true }]);
    const zip = zipOf([GOOD, { name: 'a/b/c.zip', content: inner }, { name: 'empty/', content: '' }]);
    expect(await unzip(zip)).toBe('ok');
    expect([...(await treeOf(path.join(launch.userFolder, 'into')))].sort()).toEqual([
      ['a', 'folder'],
      ['a/b', 'folder'],
      ['a/b/c.zip', sha256(inner)],
      ['empty', 'folder'],
      ['good.txt', sha256('good')],
    ]);
    expect([await differencesOf(launch), await launch.parts()]).toEqual([[], []]);
    await launch.run({ op: 'rmdir', dirPath: TARGET, recursive: true });
  });

  it('takes no more of the quota than it adds to the files it replaces', async () => {
    const size = Math.floor(QUOTA_BYTES * 0.7);
    const zip = (fill: string): Buffer =>
      zipOf([{ name: 'a.bin', content: fill.repeat(size), deflated: true }]);
    const left = launch.files.quotaLeft();
    expect([await unzip(zip('1')), await unzip(zip('2'))]).toEqual(['ok', 'ok']);
    expect(launch.files.quotaLeft()).toBe(left - size);
    await launch.run({ op: 'rmdir', dirPath: TARGET, recursive: true });
  });
});

describe('readZipEntry', () => {
  it('reads large entries, up to 100 MB in all, and tells of each that is more', async () => {
    const MB = 1024 * 1024;
    const zip = new yazl.ZipFile();
    for (const [name, bytes] of [
      ['60.bin', 60 * MB],
      ['50.bin', 50 * MB],
      ['40.bin', 40 * MB],
      ['101.bin', 101 * MB],
      ['one.bin', 1],
    ] as const) {
      zip.addBuffer(Buffer.alloc(bytes, name.charCodeAt(0)), name, { compressionLevel: 1 });
    }
    zip.end();
    const chunks: Buffer[] = [];
    for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
    const filePath = await launch.picked('large.zip', Buffer.concat(chunks));
    const ask = async (entries: 'all' | readonly string[]): Promise<unknown> => {
      const wanted =
        entries === 'all' ? entries : entries.map((at) => ({ path: at, position: null, length: null }));
      const answers = (await launch.run(
        { op: 'readZipEntry', filePath, entries: wanted },
        'by-url',
      )) as readonly {
        readonly path: string;
        readonly errno?: number;
        readonly content?: { readonly kind: string };
      }[];
      return answers.map((one) => [one.path, one.errno ?? one.content?.kind]);
    };
    expect(await ask('all')).toEqual([
      ['60.bin', 'url'],
      ['50.bin', 1300202],
      ['40.bin', 'url'],
      ['101.bin', 1300202],
      ['one.bin', 1300202],
    ]);
    expect(await ask(['101.bin', 'one.bin', 'none.bin'])).toEqual([
      ['101.bin', 1300202],
      ['one.bin', 'bytes'],
      ['none.bin', 1300002],
    ]);
    const ranged = await launch.run({
      op: 'readZipEntry',
      filePath,
      entries: [{ path: '60.bin', position: 59 * MB, length: 3 }],
    });
    expect(ranged).toEqual([
      { path: '60.bin', content: { kind: 'bytes', bytes: new Uint8Array(Buffer.from('666')) } },
    ]);
  }, 60_000);

  it('tells of an entry that is not what the directory says, and reads the others', async () => {
    const filePath = await launch.picked(
      'a.zip',
      zipOf([
        GOOD,
        { name: 'bomb', content: Buffer.alloc(5_000_000), deflated: true, toldBytes: 10 },
        { name: 'damaged', content: 'xxx', toldCrc: 1 },
        { name: 'encrypted', content: 'x'.repeat(20), toldBytes: 8, flags: 1 },
      ]),
    );
    expect(await launch.run({ op: 'readZipEntry', filePath, entries: 'all' })).toEqual([
      { path: 'good.txt', content: { kind: 'bytes', bytes: new Uint8Array(Buffer.from('good')) } },
      ...['bomb', 'damaged', 'encrypted'].map((at) => ({ path: at, errno: 1301103 })),
    ]);
  });
});
