import { buffer, failure, fileTable, USR, type FilesPage, type FileRow } from './files-kit.ts';

const FILE = `${USR}/a`;

/** What each encoding makes of text, and of bytes (WeChat's documentation of readFile and writeFile). */
interface Case {
  readonly ids: FileRow['ids'];
  readonly encoding: string;
  readonly text: string;
  readonly bytes: readonly number[];
}

const LITTLE_ENDIAN = {
  text: 'aé船\uD83D\uDEA2',
  bytes: [0x61, 0, 0xe9, 0, 0x39, 0x82, 0x3d, 0xd8, 0xa2, 0xde],
};
const EIGHT_BITS = { text: 'az\u00e9\u00ff\u0000', bytes: [0x61, 0x7a, 0xe9, 0xff, 0] };
const UNICODE = {
  text: 'aé船\uD83D\uDEA2',
  bytes: [0x61, 0xc3, 0xa9, 0xe8, 0x88, 0xb9, 0xf0, 0x9f, 0x9a, 0xa2],
};

const CASES: readonly Case[] = [
  { ids: ['11.encoding.ascii'], encoding: 'ascii', text: 'a~\u0000', bytes: [0x61, 0x7e, 0] },
  {
    ids: ['11.encoding.base64'],
    encoding: 'base64',
    text: 'aGVsbG8=',
    bytes: [0x68, 0x65, 0x6c, 0x6c, 0x6f],
  },
  { ids: ['11.encoding.base64'], encoding: 'base64', text: '+/+/', bytes: [0xfb, 0xff, 0xbf] },
  { ids: ['11.encoding.binary'], encoding: 'binary', ...EIGHT_BITS },
  { ids: ['11.encoding.hex'], encoding: 'hex', text: '00ff7a', bytes: [0, 0xff, 0x7a] },
  { ids: ['11.encoding.ucs2', '11.encoding.little-endian'], encoding: 'ucs2', ...LITTLE_ENDIAN },
  { ids: ['11.encoding.ucs-2', '11.encoding.little-endian'], encoding: 'ucs-2', ...LITTLE_ENDIAN },
  { ids: ['11.encoding.utf16le', '11.encoding.little-endian'], encoding: 'utf16le', ...LITTLE_ENDIAN },
  { ids: ['11.encoding.utf-16le', '11.encoding.little-endian'], encoding: 'utf-16le', ...LITTLE_ENDIAN },
  { ids: ['11.encoding.utf-8'], encoding: 'utf-8', ...UNICODE },
  { ids: ['11.encoding.utf8'], encoding: 'utf8', ...UNICODE },
  {
    ids: ['11.encoding.utf8'],
    encoding: 'utf8',
    text: '\uFEFFmark',
    bytes: [0xef, 0xbb, 0xbf, 0x6d, 0x61, 0x72, 0x6b],
  },
  { ids: ['11.encoding.latin1'], encoding: 'latin1', ...EIGHT_BITS },
  // UNCERTAIN: other letter cases; DevTools' Node takes them.
  { ids: ['11.encoding.utf8'], encoding: 'UTF-8', ...UNICODE },
];

/** The bytes that writeFile, appendFile and write make of a text, and the text that readFile makes of the bytes. */
async function thereAndBack(page: FilesPage, { encoding, text, bytes }: Case): Promise<unknown> {
  const content = async (): Promise<unknown> => (await page.run('readFile', { filePath: FILE }))['data'];
  await page.run('writeFile', { filePath: FILE, data: text, encoding });
  const written = await content();
  await page.run('writeFile', { filePath: FILE, data: '' });
  await page.run('appendFile', { filePath: FILE, data: text, encoding });
  const appended = await content();
  const fd = await page.open('a', 'w');
  const { bytesWritten } = await page.run('write', { fd, data: text, encoding });
  await page.has('b', buffer(bytes));
  const { data } = await page.run('readFile', { filePath: `${USR}/b`, encoding });
  return [written, appended, bytesWritten, await content(), data];
}

fileTable(
  'encodings',
  CASES.map(({ ids, encoding, text, bytes }): FileRow => ({
    ids,
    says: `${encoding} there and back: ${JSON.stringify(text)}`,
    does: (page) => thereAndBack(page, { ids, encoding, text, bytes }),
    told: [buffer(bytes), buffer(bytes), bytes.length, buffer(bytes), text],
  })),
);

fileTable('encodings: what is read as it is not', [
  {
    ids: ['11.encoding.ascii'],
    says: 'ascii: the eighth bit is lost',
    async does(page) {
      await page.has('a', buffer([0xe1, 0x80]));
      return (await page.run('readFile', { filePath: FILE, encoding: 'ascii' }))['data'];
    },
    told: 'a\u0000',
  },
  {
    ids: ['11.encoding.utf8'],
    says: 'utf8: what is none becomes U+FFFD',
    async does(page) {
      await page.has('a', buffer([0x61, 0xff]));
      return (await page.run('readFile', { filePath: FILE, encoding: 'utf8' }))['data'];
    },
    told: 'a\uFFFD',
  },
  {
    ids: ['11.encoding.base64'],
    says: 'base64: blanks and missing padding are no harm (UNCERTAIN)',
    async does(page) {
      await page.run('writeFile', { filePath: FILE, data: 'aGVs\r\nbG8', encoding: 'base64' });
      return page.textOf(FILE);
    },
    told: 'hello',
  },
]);

fileTable('encodings: what is refused', [
  ...(
    [
      ['a data URI', 'base64', 'data:image/png;base64,aGVsbG8='],
      ['letters of another alphabet', 'base64', 'aGVs_G8-'],
      ['half a byte', 'base64', 'aGVsb'],
      // UNCERTAIN: WeChat documents the number for any encoding that does not fit.
      ['half a byte', 'hex', 'abc'],
      ['no hex', 'hex', 'zz'],
    ] as const
  ).map(([what, encoding, data]): FileRow => ({
    ids: ['11.errno.1300203', '11.base64-write.raw'],
    says: `${encoding}: ${what}`,
    does: async (page) => [
      await page.run('writeFile', { filePath: FILE, data, encoding }),
      (await page.run('access', { path: FILE })).errMsg,
    ],
    told: [
      failure('writeFile:fail base64 encode error', 1300203),
      `access:fail no such file or directory ${FILE}`,
    ],
  })),
  {
    // UNCERTAIN: WeChat lists the encodings and says nothing of others.
    ids: ['11.encoding.unknown'],
    says: 'an encoding that there is not',
    async does(page) {
      await page.has('a');
      return [
        await page.run('readFile', { filePath: FILE, encoding: 'gbk' }),
        await page.run('writeFile', { filePath: FILE, data: 'x', encoding: 'constructor' }),
        await page.textOf(FILE),
      ];
    },
    told: [
      failure('readFile:fail Invalid argument', 1300022),
      failure('writeFile:fail Invalid argument', 1300022),
      'content',
    ],
  },
  {
    ids: ['11.parameter-error'],
    says: 'an encoding that is no text',
    does: (page) => page.run('writeFile', { filePath: FILE, data: 'x', encoding: 8 }),
    told: failure(
      'writeFile:fail parameter error: parameter.encoding should be String instead of Number;',
      1001,
    ),
  },
  {
    ids: ['11.encoding.for-text-alone'],
    says: 'the encoding does not matter to bytes',
    async does(page) {
      await page.run('writeFile', { filePath: FILE, data: buffer('hello'), encoding: 'hex' });
      return page.textOf(FILE);
    },
    told: 'hello',
  },
]);
