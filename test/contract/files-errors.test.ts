import { expect } from 'vitest';
import { failure, openFiles, USR, type FilesPage } from './files-kit.ts';
import { table, type SpecRow } from './wire-rows.ts';

const FILE = `${USR}/a.txt`;
const NONE = `${USR}/none.txt`;
const DIR = `${USR}/dir`;
const NO_PARENT = `${USR}/none/b.txt`;

/** A file, a directory with a file in it. */
async function furnished(page: FilesPage): Promise<void> {
  await page.has('a.txt');
  await page.run('mkdir', { dirPath: DIR });
  await page.has('dir/in.txt');
  await page.packaged('app.js', 'package');
}

interface Failing extends SpecRow {
  readonly method: string;
  readonly options: object;
  readonly errMsg: string;
  readonly errno: number;
}

/** Runs every row on one furnished program: what fails changes nothing. */
function failures(title: string, rows: readonly Failing[]): void {
  table(title, rows, async ({ method, options, errMsg, errno }) => {
    const page = await openFiles();
    await furnished(page);
    expect(await page.run(method, options)).toEqual(failure(`${method}:fail ${errMsg}`, errno));
    expect(await page.textOf(FILE)).toBe('content');
    expect(await page.textOf(`${DIR}/in.txt`)).toBe('content');
  });
}

// The text has the path, where WeChat's older documentation lists it so for the method. DevTools' own words, such as
// `readFile:fail http://usr/data.txt not found`, are not told: one text for all devices.
failures('1300002: no such file or directory', [
  {
    ids: ['11.errno.1300002', '11.text.access.no-such-file'],
    says: 'access',
    method: 'access',
    options: { path: NONE },
    errMsg: `no such file or directory ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.text.readFile.no-such-file', '11.text.devtools-not-found'],
    says: 'readFile: canonical on DevTools too, whose own log has another text',
    method: 'readFile',
    options: { filePath: NONE },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.text.copyFile.no-such-file'],
    says: 'copyFile: both paths',
    method: 'copyFile',
    options: { srcPath: NONE, destPath: FILE },
    errMsg: `no such file or directory, copyFile ${NONE} -> ${FILE}`,
    errno: 1300002,
  },
  {
    ids: ['11.text.copyFile.no-such-file', '11.map.parent-missing'],
    says: 'copyFile: no directory to copy into',
    method: 'copyFile',
    options: { srcPath: FILE, destPath: NO_PARENT },
    errMsg: `no such file or directory, copyFile ${FILE} -> ${NO_PARENT}`,
    errno: 1300002,
  },
  {
    ids: ['11.text.unlink.no-such-file'],
    says: 'unlink',
    method: 'unlink',
    options: { filePath: NONE },
    errMsg: `no such file or directory ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'rename',
    method: 'rename',
    options: { oldPath: NONE, newPath: `${USR}/b.txt` },
    errMsg: `no such file or directory, rename ${NONE} -> ${USR}/b.txt`,
    errno: 1300002,
  },
  {
    ids: ['11.map.parent-missing'],
    says: 'writeFile: no directory to write into',
    method: 'writeFile',
    options: { filePath: NO_PARENT, data: 'x' },
    errMsg: `no such file or directory, open ${NO_PARENT}`,
    errno: 1300002,
  },
  {
    ids: ['11.map.parent-missing', '11.mkdir.recursive.default'],
    says: 'mkdir: without recursive, the directory above has to be there',
    method: 'mkdir',
    options: { dirPath: `${USR}/none/in` },
    errMsg: `no such file or directory ${USR}/none/in`,
    errno: 1300002,
  },
  {
    ids: ['11.appendFile.must-exist'],
    says: 'appendFile: only to a file that is there',
    method: 'appendFile',
    options: { filePath: NONE, data: 'x' },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'readdir',
    method: 'readdir',
    options: { dirPath: NONE },
    errMsg: `no such file or directory ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'rmdir',
    method: 'rmdir',
    options: { dirPath: NONE },
    errMsg: `no such file or directory ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'stat',
    method: 'stat',
    options: { path: NONE },
    errMsg: `no such file or directory ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'truncate',
    method: 'truncate',
    options: { filePath: NONE },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'open',
    method: 'open',
    options: { filePath: NONE },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'readZipEntry',
    method: 'readZipEntry',
    options: { filePath: NONE, entries: 'all' },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'readCompressedFile',
    method: 'readCompressedFile',
    options: { filePath: NONE, compressionAlgorithm: 'br' },
    errMsg: `no such file or directory, open ${NONE}`,
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'unzip: both paths',
    method: 'unzip',
    options: { zipFilePath: NONE, targetPath: DIR },
    errMsg: `no such file or directory, unzip ${NONE} -> ${DIR}`,
    errno: 1300002,
  },
  {
    ids: ['10.getFileInfo.file-not-exist'],
    says: 'getFileInfo',
    method: 'getFileInfo',
    options: { filePath: NONE },
    errMsg: 'file not exist',
    errno: 1300002,
  },
  {
    ids: ['11.errno.1300002'],
    says: 'removeSavedFile',
    method: 'removeSavedFile',
    options: { filePath: 'http://store/none.txt' },
    errMsg: 'file not exist',
    errno: 1300002,
  },
  {
    ids: ['11.errno.1301112'],
    says: 'saveFile: a temp file that is not there',
    method: 'saveFile',
    options: { tempFilePath: 'http://tmp/none.txt' },
    errMsg: 'tempFilePath file not exist',
    errno: 1301112,
  },
]);

failures('permissions', [
  {
    ids: ['11.errno.1300013', '11.text.writeFile.denied', '11.map.write-outside-usr', '9.temp.no-write'],
    says: 'writeFile: to a temp path',
    method: 'writeFile',
    options: { filePath: 'http://tmp/a.txt', data: 'x' },
    errMsg: 'permission denied, open http://tmp/a.txt',
    errno: 1300013,
  },
  {
    ids: ['11.map.write-outside-usr', '9.saved.no-write'],
    says: 'appendFile: to a saved path',
    method: 'appendFile',
    options: { filePath: 'http://store/a.txt', data: 'x' },
    errMsg: 'permission denied, open http://store/a.txt',
    errno: 1300013,
  },
  {
    ids: ['11.text.mkdir.denied'],
    says: 'mkdir: among temp files',
    method: 'mkdir',
    options: { dirPath: 'http://tmp/dir' },
    errMsg: 'permission denied, open http://tmp/dir',
    errno: 1300013,
  },
  {
    ids: ['11.text.rename.denied'],
    says: 'rename: out of the user folder; both paths',
    method: 'rename',
    options: { oldPath: FILE, newPath: 'http://tmp/a.txt' },
    errMsg: `permission denied, rename ${FILE} -> http://tmp/a.txt`,
    errno: 1300013,
  },
  {
    ids: ['11.errno.1300013'],
    says: 'copyFile: out of the user folder; both paths',
    method: 'copyFile',
    options: { srcPath: FILE, destPath: 'http://store/a.txt' },
    errMsg: `permission denied, copyFile ${FILE} -> http://store/a.txt`,
    errno: 1300013,
  },
  {
    ids: ['11.errno.1301000', '9.traversal'],
    says: 'a path that leads out of the user folder',
    method: 'readFile',
    options: { filePath: `${USR}/../saved/a` },
    errMsg: 'permission denied, cannot access file path',
    errno: 1301000,
  },
  {
    ids: ['9.traversal', '11.errno.1301000'],
    says: 'a path that leads out of the user folder, to write',
    method: 'writeFile',
    options: { filePath: `${USR}/dir/../../a`, data: 'x' },
    errMsg: 'permission denied, cannot access file path',
    errno: 1301000,
  },
  {
    ids: ['11.readdir.scheme-root'],
    says: 'readdir: the root of the scheme',
    method: 'readdir',
    options: { dirPath: 'wxfile://' },
    errMsg: 'permission denied, cannot access file path',
    errno: 1301000,
  },
  {
    ids: ['11.errno.1301004', '11.map.write-into-package', '9.code-package.no-write'],
    says: 'writeFile: into the code package',
    method: 'writeFile',
    options: { filePath: 'app.js', data: 'x' },
    errMsg: 'illegal operation on a package directory',
    errno: 1301004,
  },
  {
    ids: ['11.errno.1301004'],
    says: 'unlink: of the code package',
    method: 'unlink',
    options: { filePath: '/app.js' },
    errMsg: 'illegal operation on a package directory',
    errno: 1301004,
  },
]);

failures('files, directories and what is neither', [
  {
    ids: ['11.errno.1300001', '11.text.unlink.not-permitted', '11.map.unlink-directory'],
    says: 'unlink: a directory',
    method: 'unlink',
    options: { filePath: DIR },
    errMsg: `operation not permitted, unlink ${DIR}`,
    errno: 1300001,
  },
  {
    ids: ['11.copyFile.files-only'],
    says: 'copyFile: a directory',
    method: 'copyFile',
    options: { srcPath: DIR, destPath: `${USR}/b` },
    errMsg: `operation not permitted, copyFile ${DIR}`,
    errno: 1300001,
  },
  {
    ids: ['11.errno.1300020'],
    says: 'readdir: a file',
    method: 'readdir',
    options: { dirPath: FILE },
    errMsg: `not a directory ${FILE}`,
    errno: 1300020,
  },
  {
    ids: ['11.errno.1300020'],
    says: 'rmdir: a file',
    method: 'rmdir',
    options: { dirPath: FILE },
    errMsg: `not a directory ${FILE}`,
    errno: 1300020,
  },
  {
    ids: ['11.errno.1300020'],
    says: 'writeFile: below a file',
    method: 'writeFile',
    options: { filePath: `${FILE}/b`, data: 'x' },
    errMsg: `not a directory ${FILE}/b`,
    errno: 1300020,
  },
  {
    ids: ['11.errno.1301003', '11.map.readFile-directory'],
    says: 'readFile: a directory',
    method: 'readFile',
    options: { filePath: DIR },
    errMsg: `illegal operation on a directory, open "${DIR}"`,
    errno: 1301003,
  },
  {
    ids: ['11.errno.1301003'],
    says: 'writeFile: a directory',
    method: 'writeFile',
    options: { filePath: DIR, data: 'x' },
    errMsg: `illegal operation on a directory, open "${DIR}"`,
    errno: 1301003,
  },
  {
    ids: ['11.errno.1301003'],
    says: 'appendFile: a directory',
    method: 'appendFile',
    options: { filePath: DIR, data: 'x' },
    errMsg: `illegal operation on a directory, open "${DIR}"`,
    errno: 1301003,
  },
  {
    ids: ['11.errno.1301005', '11.text.mkdir.exists', '11.map.mkdir-existing'],
    says: 'mkdir: a directory that is there',
    method: 'mkdir',
    options: { dirPath: DIR },
    errMsg: `file already exists ${DIR}`,
    errno: 1301005,
  },
  {
    ids: ['11.errno.1301005'],
    says: 'mkdir: where a file is, with recursive too',
    method: 'mkdir',
    options: { dirPath: FILE, recursive: true },
    errMsg: `file already exists ${FILE}`,
    errno: 1301005,
  },
  {
    ids: ['11.errno.1300066', '11.map.rmdir-not-empty', '11.rmdir.recursive.default'],
    says: 'rmdir: a directory with something in it, without recursive',
    method: 'rmdir',
    options: { dirPath: DIR },
    errMsg: 'directory not empty',
    errno: 1300066,
  },
  {
    ids: ['11.errno.1300036'],
    says: 'a name that no system takes',
    method: 'writeFile',
    options: { filePath: `${USR}/${'n'.repeat(300)}`, data: 'x' },
    errMsg: 'File name too long',
    errno: 1300036,
  },
  {
    ids: ['11.errno.1300036'],
    says: 'a path that no system takes',
    method: 'access',
    options: { path: `${USR}/${'n/'.repeat(5000)}` },
    errMsg: 'File name too long',
    errno: 1300036,
  },
]);

failures('ranges and content', [
  {
    ids: ['11.errno.1301009', '11.readFile.range'],
    says: 'readFile: a position at the end of the file',
    method: 'readFile',
    options: { filePath: FILE, position: 7 },
    errMsg: 'value of position is out of range',
    errno: 1301009,
  },
  {
    ids: ['11.errno.1301009', '11.readFile.range'],
    says: 'readFile: a position before the file',
    method: 'readFile',
    options: { filePath: FILE, position: -1 },
    errMsg: 'value of position is out of range',
    errno: 1301009,
  },
  {
    ids: ['11.errno.1301006', '11.readFile.range'],
    says: 'readFile: a length of nothing',
    method: 'readFile',
    options: { filePath: FILE, length: 0 },
    errMsg: 'value of length is out of range',
    errno: 1301006,
  },
  {
    ids: ['11.errno.1301006', '11.readFile.range'],
    says: 'readFile: a length over that of the file',
    method: 'readFile',
    options: { filePath: FILE, length: 8 },
    errMsg: 'value of length is out of range',
    errno: 1301006,
  },
  {
    ids: ['11.parameter-error'],
    says: 'readFile: a position that is no number',
    method: 'readFile',
    options: { filePath: FILE, position: '1' },
    errMsg: 'parameter error: parameter.position should be Number instead of String;',
    errno: 1001,
  },
  {
    // UNCERTAIN: what counts as empty; an empty text makes an empty file.
    ids: ['11.errno.1301002', '11.map.empty-data'],
    says: 'writeFile: a buffer without bytes',
    method: 'writeFile',
    options: { filePath: FILE, data: new ArrayBuffer(0) },
    errMsg: 'data to write is empty',
    errno: 1301002,
  },
  {
    ids: ['11.parameter-error', '11.writeFile.data'],
    says: 'writeFile: data of another type',
    method: 'writeFile',
    options: { filePath: FILE, data: { text: 'x' } },
    errMsg: 'parameter error: parameter.data should be String instead of Object;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.appendFile.data'],
    says: 'appendFile: no data',
    method: 'appendFile',
    options: { filePath: FILE },
    errMsg: 'parameter error: parameter.data should be String instead of Undefined;',
    errno: 1001,
  },
  {
    ids: ['11.errno.1301111', '11.readCompressedFile.compressionAlgorithm'],
    says: 'readCompressedFile: what is no brotli',
    method: 'readCompressedFile',
    options: { filePath: FILE, compressionAlgorithm: 'br' },
    errMsg: 'brotli decompress fail',
    errno: 1301111,
  },
  {
    ids: ['11.readCompressedFile.compressionAlgorithm'],
    says: 'readCompressedFile: an algorithm that there is not',
    method: 'readCompressedFile',
    options: { filePath: FILE, compressionAlgorithm: 'gzip' },
    errMsg: 'brotli decompress fail',
    errno: 1301111,
  },
  {
    ids: ['11.errno.1301102'],
    says: 'unzip: what is no zip',
    method: 'unzip',
    options: { zipFilePath: FILE, targetPath: DIR },
    errMsg: 'unzip open file fail',
    errno: 1301102,
  },
  {
    ids: ['11.errno.1301102'],
    says: 'readZipEntry: what is no zip',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: 'all' },
    errMsg: 'unzip open file fail',
    errno: 1301102,
  },
  {
    ids: ['11.parameter-error', '11.readZipEntry.entries.list'],
    says: 'readZipEntry: entries of another type',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: 'some' },
    errMsg: 'parameter error: parameter.entries should be Array instead of String;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.readZipEntry.entries.list'],
    says: 'readZipEntry: an entry without a path',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: [{ path: 'a' }, {}] },
    errMsg: 'parameter error: parameter.entries[1].path should be String instead of Undefined;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.getFileInfo.digestAlgorithm.sha256'],
    says: 'getFileInfo: an algorithm that there is not',
    method: 'getFileInfo',
    options: { filePath: FILE, digestAlgorithm: 'sha512' },
    errMsg: 'parameter error: digestAlgorithm should be md5 or sha1 or sha256',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error'],
    says: 'rename: both paths missing',
    method: 'rename',
    options: {},
    errMsg:
      'parameter error: parameter.oldPath should be String instead of Undefined; parameter.newPath should be String instead of Undefined;',
    errno: 1001,
  },
]);
