import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  filesBelow,
  layOutProject,
  LINUX,
  MAC,
  pack,
  PACKED_WHOLE,
  WINDOWS,
  type PackTarget,
} from '../support/packing.ts';

/** Everything in app.asar but the assets; the hash in a bundle's name is a star. */
const PACKED = [
  'dist/main/chunk-*.js',
  'dist/main/compiler.js',
  'dist/main/index.js',
  'dist/main/worker.js',
  'dist/preload/panel.cjs',
  'dist/preload/wx.cjs',
  'dist/renderer/page/index.html',
  'dist/renderer/page/runtime/editor.js',
  'dist/renderer/page/runtime/page.css',
  'dist/renderer/page/runtime/page.js',
  'dist/renderer/page/runtime/regions.txt',
  'dist/renderer/page/runtime/towns.txt',
  'dist/renderer/panel/assets/dist-*.js',
  'dist/renderer/panel/assets/editor-*.js',
  'dist/renderer/panel/assets/full.esm-*.js',
  'dist/renderer/panel/assets/index-*.css',
  'dist/renderer/panel/assets/index-*.js',
  'dist/renderer/panel/assets/pieces-*.js',
  'dist/renderer/panel/assets/rolldown-runtime-*.js',
  'dist/renderer/panel/assets/text-merge-*.js',
  'dist/renderer/panel/index.html',
  'node_modules/better-sqlite3/LICENSE',
  'node_modules/better-sqlite3/lib/binding.js',
  'node_modules/better-sqlite3/lib/darwin-arm64.js',
  'node_modules/better-sqlite3/lib/darwin-x64.js',
  'node_modules/better-sqlite3/lib/database.js',
  'node_modules/better-sqlite3/lib/index.js',
  'node_modules/better-sqlite3/lib/linux-arm64.js',
  'node_modules/better-sqlite3/lib/linux-x64.js',
  'node_modules/better-sqlite3/lib/linuxmusl-arm64.js',
  'node_modules/better-sqlite3/lib/linuxmusl-x64.js',
  'node_modules/better-sqlite3/lib/methods/aggregate.js',
  'node_modules/better-sqlite3/lib/methods/backup.js',
  'node_modules/better-sqlite3/lib/methods/explain.js',
  'node_modules/better-sqlite3/lib/methods/function.js',
  'node_modules/better-sqlite3/lib/methods/inspect.js',
  'node_modules/better-sqlite3/lib/methods/pragma.js',
  'node_modules/better-sqlite3/lib/methods/serialize.js',
  'node_modules/better-sqlite3/lib/methods/table.js',
  'node_modules/better-sqlite3/lib/methods/transaction.js',
  'node_modules/better-sqlite3/lib/methods/wrappers.js',
  'node_modules/better-sqlite3/lib/sqlite-error.js',
  'node_modules/better-sqlite3/lib/util.js',
  'node_modules/better-sqlite3/lib/win32-arm64.js',
  'node_modules/better-sqlite3/lib/win32-x64.js',
  'node_modules/better-sqlite3/package.json',
  'node_modules/esbuild/LICENSE.md',
  'node_modules/esbuild/lib/main.js',
  'node_modules/esbuild/package.json',
  'node_modules/glass-easel-template-compiler/LICENSE',
  'node_modules/glass-easel-template-compiler/package.json',
  'node_modules/glass-easel-template-compiler/pkg/glass_easel_template_compiler.js',
  'node_modules/glass-easel-template-compiler/pkg/glass_easel_template_compiler_bg.js',
  'node_modules/glass-easel-template-compiler/pkg/glass_easel_template_compiler_bg.wasm',
  'node_modules/glass-easel-template-compiler/pkg/main.js',
  'package.json',
];

/** Fuses of a release, off; the others are on. */
const FUSES_OFF: readonly FuseV1Options[] = [
  FuseV1Options.RunAsNode,
  FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  FuseV1Options.EnableNodeCliInspectArguments,
  FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  FuseV1Options.GrantFileProtocolExtraPrivileges,
];

/** Names of an archive's files, those that lie inside and those that lie beside it. */
function archiveFiles(archive: string): { packed: string[]; unpacked: string[] } {
  const packed: string[] = [];
  const unpacked: string[] = [];
  for (const listed of listPackage(archive, { isPack: false })) {
    const name = listed.slice(1);
    const stat = statFile(archive, name);
    if ('files' in stat) continue;
    ('unpacked' in stat && stat.unpacked ? unpacked : packed).push(name.replaceAll(path.sep, '/'));
  }
  return { packed: packed.sort(), unpacked: unpacked.sort() };
}

/** Names without the hashes of bundles, and one name for all that a published package holds. */
const inShort = (names: readonly string[]): string[] =>
  Array.from(
    new Set(
      names.map((name) => packageIn(name) ?? name.replace(/([\w.]+)-[\w-]{8}\.(?=(?:js|css)$)/, '$1-*.')),
    ),
  ).sort();

function packageIn(name: string): string | null {
  const found = PACKED_WHOLE.find((each) => name.startsWith(`node_modules/${each}/`));
  return found === undefined ? null : `node_modules/${found}/*`;
}

let project: string;

beforeAll(async () => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-test-'));
  await layOutProject(project, [LINUX, MAC, WINDOWS]);
});

afterAll(() => {
  fs.rmSync(project, { recursive: true, force: true });
});

describe('a package', () => {
  test.each<[string, PackTarget, command: string, beside: string[]]>([
    ['Linux', LINUX, 'linux-unpacked/cli', []],
    // On macOS the command lies among the resources.
    ['macOS', MAC, 'mac-arm64/Ferry.app/Contents/Resources/cli', ['cli', 'electron.icns', 'icon.icns']],
    ['Windows', WINDOWS, 'win-unpacked/cli.bat', []],
  ])(
    'for %s holds the app, the binaries of its system, and nothing else',
    async (_name, target, command, beside) => {
      const { code, said, output } = await pack(project, target);
      expect(code, said).toBe(0);

      const resources = path.join(output, target.resources);
      const archive = path.join(resources, 'app.asar');
      const assets = ['media', 'samples'].flatMap((name) =>
        filesBelow(path.join(project, 'assets', name)).map((file) => `assets/${name}/${file}`),
      );
      const unpacked = [...assets, `node_modules/better-sqlite3/prebuilds/${target.binaries}.node`].sort();
      const files = archiveFiles(archive);
      expect(inShort(files.packed)).toEqual(
        ['assets/icons/icon.png', ...PACKED, ...PACKED_WHOLE.map((name) => `node_modules/${name}/*`)].sort(),
      );
      expect(files.unpacked).toEqual(unpacked);
      expect(filesBelow(`${archive}.unpacked`)).toEqual(unpacked);
      expect(filesBelow(resources).filter((file) => !file.startsWith('app.asar.unpacked/'))).toEqual(
        [
          'app.asar',
          ...beside,
          `node_modules/@esbuild/${target.binaries}/${target.esbuildBinary}`,
          `node_modules/@esbuild/${target.binaries}/package.json`,
        ].sort(),
      );

      const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
      expect(manifest).toMatchObject({ name: 'ferry', productName: 'Ferry', main: 'dist/main/index.js' });
      expect(manifest).not.toHaveProperty('devDependencies');
      expect(manifest).not.toHaveProperty('scripts');

      const wire = await getCurrentFuseWire(path.join(output, target.executable));
      const off = Object.entries(wire).filter(
        ([fuse, state]) => fuse !== 'version' && state !== FuseState.ENABLE,
      );
      expect(off.map(([fuse]) => Number(fuse))).toEqual(FUSES_OFF);

      const packedCommand = fs.readFileSync(path.join(output, command), 'utf8');
      expect(packedCommand).toBe(fs.readFileSync(path.join(project, 'bin', path.basename(command)), 'utf8'));
    },
  );

  test.each([
    ['Linux', LINUX],
    ['macOS', MAC],
    ['Windows', WINDOWS],
  ])('for %s is refused when esbuild’s binary for it is not installed', async (_name, target) => {
    const installed = path.join(project, 'node_modules', '@esbuild', target.binaries);
    fs.renameSync(installed, `${installed}-away`);
    const { code, said } = await pack(project, target);
    fs.renameSync(`${installed}-away`, installed);
    expect(code).not.toBe(0);
    expect(said).toContain(`@esbuild/${target.binaries} is not installed here`);
  });
});
