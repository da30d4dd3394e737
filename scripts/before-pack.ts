import fs from 'node:fs';
import path from 'node:path';

/** What electron-builder tells of the target. */
interface PackContext {
  readonly electronPlatformName: string;
  readonly arch: number;
  readonly packager: { readonly projectDir: string };
}

/** electron-builder's numbers of the architectures Ferry has binaries for. */
const ARCHITECTURES: Readonly<Partial<Record<number, string>>> = { 1: 'x64', 3: 'arm64' };

/**
 * Called by electron-builder before it packs for a target; refuses when what the target needs is not installed here.
 * It would pack without, and the app would fail when it opens a project.
 *
 * @throws Error with one line that says what is missing and what to do
 */
export default function beforePack(context: PackContext): void {
  const architecture = ARCHITECTURES[context.arch];
  if (architecture === undefined) throw new Error('Ferry is packed for x64 and arm64 only.');
  const target = `${context.electronPlatformName}-${architecture}`;
  const { projectDir } = context.packager;
  const isThere = (...names: string[]): boolean => fs.existsSync(path.join(projectDir, ...names));
  if (!isThere('dist', 'built')) throw new Error('Ferry is not built. Run npm run build first.');
  if (!isThere('node_modules', 'better-sqlite3', 'prebuilds', `${target}.node`))
    throw new Error(`better-sqlite3 has no binary for ${target}. Run npm ci.`);
  if (!isThere('node_modules', '@esbuild', target, 'package.json')) {
    throw new Error(
      `@esbuild/${target} is not installed here: npm installs it for this machine only (${process.platform}-${process.arch}). Pack for ${target} on a machine of that kind.`,
    );
  }
}
