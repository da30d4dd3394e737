import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ferry, FERRY_ROOT } from './ferry-cli.ts';
import { makeRunningDist, makeStubDist, type PackPlatform } from './stub-electron-dist.ts';

/** Packages that are loaded at run time, and what they bring along. */
/** Packages that are packed as their makers publish them; `mime` is less's own. */
export const PACKED_WHOLE = [
  ...['less', 'copy-anything', 'is-what', 'parse-node-version', 'mime'],
  ...['sass', 'chokidar', 'readdirp', 'immutable', 'source-map-js'],
  'weui-miniprogram',
] as const;

const RUN_TIME_PACKAGES = [
  ...['better-sqlite3', 'node-addon-api', 'esbuild', 'glass-easel-template-compiler'],
  ...PACKED_WHOLE.filter((name) => name !== 'mime'),
];
const BUILDER = createRequire(import.meta.url).resolve('electron-builder/cli.js');

/** A target, with the names its binaries and its folder of resources have. */
export interface PackTarget {
  readonly platform: PackPlatform;
  readonly arch: 'x64' | 'arm64';
  /** `<platform>-<arch>` as Node says it. */
  readonly binaries: string;
  readonly esbuildBinary: string;
  /** In the output folder. */
  readonly resources: string;
  /** File with the fuses, in the output folder. */
  readonly executable: string;
}

export const LINUX: PackTarget = {
  platform: 'linux',
  arch: 'x64',
  binaries: 'linux-x64',
  esbuildBinary: 'bin/esbuild',
  resources: 'linux-unpacked/resources',
  executable: 'linux-unpacked/ferry',
};
export const MAC: PackTarget = {
  platform: 'mac',
  arch: 'arm64',
  binaries: 'darwin-arm64',
  esbuildBinary: 'bin/esbuild',
  resources: 'mac-arm64/Ferry.app/Contents/Resources',
  executable: 'mac-arm64/Ferry.app',
};
export const WINDOWS: PackTarget = {
  platform: 'win',
  arch: 'x64',
  binaries: 'win32-x64',
  esbuildBinary: 'esbuild.exe',
  resources: 'win-unpacked/resources',
  executable: 'win-unpacked/Ferry.exe',
};

/** What no machine without the real binaries can do: sign, edit a Windows executable, write integrity into it. */
const WITHOUT_BINARIES: Readonly<Record<PackPlatform, readonly string[]>> = {
  linux: [],
  mac: ['-c.mac.identity=null'],
  win: ['-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'],
};

export interface PackResult {
  readonly code: number | null;
  /** What electron-builder said. */
  readonly said: string;
  /** Its output folder. */
  readonly output: string;
}

/**
 * Lays out Ferry as it is packed in an empty folder: the build, the assets, the configuration and the packages of run
 * time. esbuild's binaries for machines other than this one are stubs, as npm installs none.
 */
export async function layOutProject(folder: string, targets: readonly PackTarget[]): Promise<void> {
  // The command builds when the sources are newer.
  const { code, stderr } = await ferry(['--version']);
  if (code !== 0) throw new Error(stderr);
  const names = ['dist', 'assets', 'bin', 'package.json', 'electron-builder.yml', 'scripts/before-pack.ts'];
  for (const name of [...names, ...RUN_TIME_PACKAGES.map((each) => `node_modules/${each}`)])
    fs.cpSync(path.join(FERRY_ROOT, name), path.join(folder, name), { recursive: true });
  const esbuild = JSON.parse(
    fs.readFileSync(path.join(folder, 'node_modules', 'esbuild', 'package.json'), 'utf8'),
  ) as { version: string };
  for (const { binaries, esbuildBinary } of targets) {
    const name = path.join('node_modules', '@esbuild', binaries);
    if (fs.existsSync(path.join(FERRY_ROOT, name))) {
      fs.cpSync(path.join(FERRY_ROOT, name), path.join(folder, name), { recursive: true });
      continue;
    }
    const binary = path.join(folder, name, esbuildBinary);
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    fs.writeFileSync(binary, 'a binary', { mode: 0o755 });
    const manifest = { name: `@esbuild/${binaries}`, version: esbuild.version };
    fs.writeFileSync(path.join(folder, name, 'package.json'), JSON.stringify(manifest));
    fs.writeFileSync(path.join(folder, name, 'README.md'), '');
  }
}

/** Packs a folder of {@link layOutProject} for a target, as the app's own folder and without installers. */
export async function pack(
  project: string,
  { platform, arch }: PackTarget,
  options: { readonly runs?: boolean; readonly flags?: readonly string[] } = {},
): Promise<PackResult> {
  const dist = path.join(project, `electron-${platform}`);
  if (options.runs) makeRunningDist(dist);
  else makeStubDist(platform, dist);
  const output = path.join(project, 'release');
  const child = spawn(
    process.execPath,
    [
      BUILDER,
      ...[`--${platform}`, 'dir', `--${arch}`, '--publish', 'never', `-c.electronDist=${dist}`],
      ...WITHOUT_BINARIES[platform],
      ...(options.flags ?? []),
    ],
    { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, said, output };
}

/** Files below a folder by their names from there, sorted. */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}
