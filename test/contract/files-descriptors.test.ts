import { expect } from 'vitest';
import { buffer, failure, fileTable, USR, type FileRow, type FilesPage } from './files-kit.ts';

const FILE = `${USR}/a.txt`;

/** What can be done with a file that was there, and with one that was not, under each flag. */
interface FlagCase {
  readonly ids: FileRow['ids'];
  readonly flag: string;
  /** Content after opening a file of `old`, then writing `N` at the pointer; or the number of the failure. */
  readonly existing: readonly [read: string | number, afterWrite: string | number];
  /** The same where no file was; one number when it does not open. */
  readonly missing: readonly [read: string | number, afterWrite: string | number] | number;
}

const NO_READ = 1302001;
const NO_WRITE = 1302001;

const FLAGS: readonly FlagCase[] = [
  { ids: ['11.flag.r'], flag: 'r', existing: ['old', NO_WRITE], missing: 1300002 },
  { ids: ['11.flag.r-plus'], flag: 'r+', existing: ['old', 'oldN'], missing: 1300002 },
  { ids: ['11.flag.w'], flag: 'w', existing: [NO_READ, 'N'], missing: [NO_READ, 'N'] },
  { ids: ['11.flag.w-plus'], flag: 'w+', existing: ['', 'N'], missing: ['', 'N'] },
  { ids: ['11.flag.a'], flag: 'a', existing: [NO_READ, 'oldN'], missing: [NO_READ, 'N'] },
  { ids: ['11.flag.a-plus'], flag: 'a+', existing: ['old', 'oldN'], missing: ['', 'N'] },
  { ids: ['11.flag.as'], flag: 'as', existing: [NO_READ, 'oldN'], missing: [NO_READ, 'N'] },
  { ids: ['11.flag.as-plus'], flag: 'as+', existing: ['old', 'oldN'], missing: ['', 'N'] },
];

async function useOf(page: FilesPage, flag: string): Promise<unknown> {
  const opened = await page.run('open', { filePath: FILE, flag });
  const { fd } = opened;
  if (fd === undefined) return opened['errno'];
  const arrayBuffer = new ArrayBuffer(3);
  const read = await page.run('read', { fd, arrayBuffer, length: 3 });
  const written = await page.run('write', { fd, data: 'N' });
  return [
    read['errno'] ?? Buffer.from(arrayBuffer, 0, Number(read['bytesRead'])).toString(),
    written['errno'] ?? (await page.textOf(FILE)),
  ];
}

fileTable(
  'open: flags',
  FLAGS.flatMap(({ ids, flag, existing, missing }): FileRow[] => [
    {
      ids,
      says: `${flag}: a file that is there`,
      async does(page) {
        await page.has('a.txt', 'old');
        return useOf(page, flag);
      },
      told: existing,
    },
    { ids, says: `${flag}: a file that is not`, does: (page) => useOf(page, flag), told: missing },
  ]),
);

fileTable(
  'open: flags that demand a new file',
  (
    [
      [['11.flag.wx'], 'wx', [NO_READ, 'N']],
      [['11.flag.wx-plus'], 'wx+', ['', 'N']],
      [['11.flag.ax'], 'ax', [NO_READ, 'N']],
      [['11.flag.ax-plus'], 'ax+', ['', 'N']],
    ] as const
  ).map(([_ids, flag, made]): FileRow => ({
    ids: ['11.flag.exclusive'],
    says: `${flag}: makes one, and fails where one is`,
    async does(page) {
      const fresh = await useOf(page, flag);
      return [fresh, await page.run('open', { filePath: FILE, flag })];
    },
    told: [made, failure(`open:fail file already exists ${FILE}`, 1301005)],
  })),
);
