import { mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { FerryError } from '#contract/errors';
import type { FileSystemAnswer, FileSystemRequest } from '#contract/file-system';
import { FILE_SYSTEM_TEXTS } from '#contract/file-system-errors';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import { parseVirtualPath } from '../../src-main/files/virtual-path.ts';
import { exposedError } from '../../src-main/lib/exposed-error.ts';
import { randomFrom } from '../support/crash-lines.ts';
import {
  FS_PROJECT,
  launchFileSystem,
  treeOf,
  type FileSystemLaunch,
} from '../support/file-system-launch.ts';
import { fuzzRequests } from '../support/fuzz-requests.ts';
import { diceFrom, oddPaths } from '../support/odd-paths.ts';
import { SPELLINGS } from '../support/path-spellings.ts';
import { tempDir } from '../support/temp-dir.ts';
import { watchDisk } from '../support/watched-disk.ts';

// Every operation of the file system with paths made to get out of it. FERRY_FUZZ_SEED repeats a run.
const SEED = Number(process.env['FERRY_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const PATHS_PER_DEVICE = 34_000;
/** Trees that grow for ever take ever longer to look through. */
const ROUNDS_PER_TREE = 500;
const BUSY = { timeout: 240_000 };
const STRANGER = 'local-00112233aabbccdd';
/** In every file that the program must not see, and in no other. */
const SECRET = 'CANARY-3f1c';
const CANARIES = [
  'outside/secret.txt',
  'outside/deep/secret.bin',
  'package/.env',
  'package/node_modules/a.js',
];

const own = (name: string): string => path.join('home', 'programs', FS_PROJECT, name);
/** What a run may change: the program's own folders, and the registry. */
const OPEN_TO_CHANGE = ['user', 'temp', 'saved', 'parts'].map(own);
const isCanary = (relative: string): boolean =>
  !OPEN_TO_CHANGE.some((folder) => relative === folder || relative.startsWith(folder + path.sep)) &&
  !/^home[\\/]ferry\.db/.test(relative);

/** Links that lead out of the user folder, within it, and nowhere: never out of the test's own folder. */
function linksIn(root: string): Record<string, string> {
  const outside = path.join(root, 'outside');
  return {
    'link-file': path.join(outside, 'secret.txt'),
    'link-folder': outside,
    'link-deep': path.join(outside, 'deep'),
    'link-home': path.join(root, 'home'),
    'link-stranger': path.join(root, 'home', 'programs', STRANGER),
    'link-parts': '../parts',
    'link-up': '..',
    'link-within': 'dir',
    'link-dangling': path.join(outside, 'not-there.txt'),
    'link-loop': 'link-loop',
    'dir/link-folder': outside,
  };
}

async function plant(user: string, links: Record<string, string>): Promise<void> {
  await mkdir(path.join(user, 'dir'), { recursive: true });
  for (const [name, target] of Object.entries(links)) {
    await symlink(target, path.join(user, name)).catch(() => undefined);
  }
}

async function archive(entries: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The bytes, names, sizes and digests an answer tells. */
function told(answer: FileSystemAnswer): string {
  return JSON.stringify(answer, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

/** Whatever was opened is used and closed. */
async function useDescriptor(fs: FileSystemLaunch, fd: string): Promise<string> {
  const seen = [await fs.fileSystem.run({ op: 'fstat', fd }, 'inline')];
  for (const request of [
    { op: 'read', fd, length: 5000, position: 0 },
    { op: 'write', fd, content: { kind: 'bytes', bytes: new Uint8Array([1]) }, position: null },
    { op: 'ftruncate', fd, length: 2 },
  ] satisfies FileSystemRequest[]) {
    seen.push(await fs.fileSystem.run(request, 'inline').catch(() => null));
  }
  await fs.fileSystem.run({ op: 'close', fd }, 'inline');
  return seen.map(told).join();
}

describe.each(SPELLINGS)('100,000 paths, those of $scheme', ({ scheme, temp, saved, usr }) => {
  it(
    'create, change and read nothing outside the program’s own folders, and each failure is one of WeChat’s',
    BUSY,
    async () => {
      const root = await tempDir();
      const alias = path.join(await tempDir(), 'alias');
      await symlink(root, alias);
      for (const canary of CANARIES) {
        await mkdir(path.dirname(path.join(root, canary)), { recursive: true });
        await writeFile(path.join(root, canary), `${SECRET} ${canary}`);
      }
      await writeFile(path.join(root, 'package', 'app.json'), '{}');
      await symlink(path.join(root, 'outside'), path.join(root, 'package', 'link-folder'));
      const fs = await launchFileSystem(root, { paths: PATH_SCHEMES[scheme] });
      const stranger = await launchFileSystem(root, {
        paths: PATH_SCHEMES[scheme],
        home: fs.home,
        project: STRANGER,
      });
      const strangers = [await stranger.picked('secret-temp.txt', `${SECRET} temp`)];
      strangers.push(
        (await stranger.run({
          op: 'saveFile',
          tempFilePath: await stranger.picked('s.txt', `${SECRET} saved`),
          filePath: null,
        })) as string,
      );
      await stranger.write(`${usr}/stranger.txt`, `${SECRET} user`);
      strangers.push(`${usr}/stranger.txt`);
      const archives = [
        await fs.picked('good.zip', await archive({ 'a/b.txt': 'x', 'c.txt': 'y' })),
        await fs.picked(
          'bad.zip',
          Buffer.from(
            (await archive({ 'xx/up.txt': 'x' })).toString('latin1').replaceAll('xx/', '../'),
            'latin1',
          ),
        ),
      ];
      await rm(path.join(root, 'good.zip'));
      const links = linksIn(root);
      await plant(fs.userFolder, links);
      const before = await treeOf(root, isCanary);
      const secrets = [...CANARIES, path.join('home', 'programs', STRANGER)];
      const digests = [...before]
        .filter(([at, value]) => /^[0-9a-f]{64}$/.test(value) && secrets.some((one) => at.startsWith(one)))
        .map(([, digest]) => digest);
      expect(digests).toHaveLength(CANARIES.length + 3);

      const unhandled: unknown[] = [];
      const heard = (reason: unknown): void => void unhandled.push(reason);
      process.on('unhandledRejection', heard);
      const dice = diceFrom(randomFrom(SEED + scheme.length));
      let temps = [await fs.picked('t.txt', 'temp')];
      const requests = fuzzRequests(dice, {
        path: oddPaths(dice, {
          own: [`${usr}/`, `${usr}/`, `${usr}/dir/`, temp, saved, '', '/'],
          names: [...Object.keys(links), 'stranger.txt', 'secret.txt', 'images', 'app.json'],
          // By another name of the same folder, so that the real one in an answer is one that leaked.
          strangers: [
            ...strangers,
            ...archives,
            ...CANARIES.map((name) => path.join(alias, name)),
            usr,
            `${usr}/`,
          ],
        }),
        archives,
        tempFiles: () => temps,
      });
      const disk = watchDisk([
        ...OPEN_TO_CHANGE.map((name) => path.join(root, name)),
        path.join(root, 'package'),
        // What the test itself picks.
        path.join(root, 't.txt'),
      ]);
      const counts: Record<string, number> = {};
      const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
      const startedAt = performance.now();
      let paths = 0;
      let current: FileSystemRequest | null = null;
      try {
        for (let round = 0; paths < PATHS_PER_DEVICE; round += 1) {
          const next = requests.next();
          current = next.request;
          paths += next.paths.length;
          const answer = await fs.fileSystem.run(next.request, 'inline').then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          );
          if ('error' in answer) {
            const { error } = answer;
            if (!(error instanceof FerryError)) throw error;
            expect([error.code, Number(error.details['errno']) in FILE_SYSTEM_TEXTS]).toEqual([
              'file.system',
              true,
            ]);
            const words = JSON.stringify([error.toWire(), exposedError(error.toWire())]);
            expect(words.includes(root) || words.includes(FS_PROJECT)).toBe(false);
            count(String(error.details['errno']));
          } else {
            const words =
              next.request.op === 'open'
                ? await useDescriptor(fs, answer.value as string)
                : told(answer.value);
            expect(words.includes(SECRET) || digests.some((digest) => words.includes(digest))).toBe(false);
            count('ok');
          }
          if (round % ROUNDS_PER_TREE === ROUNDS_PER_TREE - 1) {
            await fs.files.clear(['user', 'saved']);
            await plant(fs.userFolder, links);
            temps = [await fs.picked('t.txt', 'temp')];
          }
        }
      } catch (error) {
        throw new Error(`FERRY_FUZZ_SEED=${String(SEED)}: ${JSON.stringify(current)}`, { cause: error });
      } finally {
        disk.stop();
        process.off('unhandledRejection', heard);
      }

      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(
        `      ${scheme}: ${String(paths)} paths in ${seconds} s, ${String(disk.count())} touches of the disk, ${JSON.stringify(counts)}, seed ${String(SEED)}\n`,
      );
      expect([unhandled, disk.strayed]).toEqual([[], []]);
      await rm(path.join(root, 't.txt'));
      expect(await treeOf(root, isCanary)).toEqual(before);
      // What there is now, a page could have named.
      for (const name of (await treeOf(fs.userFolder)).keys()) {
        parseVirtualPath(`http://usr/${name.split(path.sep).join('/')}`);
      }
      for (const [name, target] of Object.entries(links)) {
        const leads = await readlink(path.join(fs.userFolder, name)).catch(() => target);
        expect([name, leads]).toEqual([name, target]);
      }
      expect(await fs.parts()).toEqual([]);
      expect(counts['ok']).toBeGreaterThan(paths / 20);
      // A failure without a name is one that nobody thought of.
      expect(counts[1300201]).toBeUndefined();
      await fs.fileSystem.closeAll();
      await stranger.end();
    },
  );
});
