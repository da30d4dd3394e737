import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildFailure, type OnResolveResult, type Plugin } from 'esbuild';
import type { NpmPackage } from './npm-packages.ts';
import { isBelow, manifestIn, realPlace, refusalOf, unreadableIn } from './npm-places.ts';
import type { Mount } from './source-tree.ts';

/** Built packages, as they take part in the project. */
export interface BuiltPackages {
  readonly mounts: readonly Mount[];
  readonly texts: ReadonlyMap<string, string>;
}

/** What the way of building is called; it is part of the name of what is kept. */
const BUILD = '2';

/**
 * Builds packages as WeChat's tools do: those with components are taken as they are, of others the main script is
 * bundled to one `index.js` (WeChat's documentation of npm support). Nothing is written into the project.
 * @param cacheDir absolute; a package that lies there in its version is not built again
 */
export async function buildPackages(
  packages: readonly NpmPackage[],
  cacheDir: string,
): Promise<BuiltPackages> {
  const texts = new Map<string, string>();
  const mounts = await Promise.all(
    packages.map(async (entry): Promise<Mount | null> => {
      if (entry.components !== null) return { at: entry.at, folder: entry.components };
      const bundle = await bundleOf(entry, cacheDir);
      if (bundle.ok) return { at: entry.at, folder: bundle.folder };
      // Many a package is for another platform and never asked for; who asks is told.
      const message = `The npm package "${entry.name}" could not be built: ${bundle.reason}`;
      texts.set(`${entry.at}/index.js`, `throw new Error(${JSON.stringify(message)});\n`);
      return null;
    }),
  );
  return { mounts: mounts.filter((mount) => mount !== null), texts };
}

type Bundle =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly reason: string };

async function bundleOf({ name, folder, version }: NpmPackage, cacheDir: string): Promise<Bundle> {
  const manifest = await fs.stat(path.join(folder, 'package.json'));
  const key = [BUILD, name, version, folder, String(manifest.mtimeMs)].join('\0');
  const place = path.join(cacheDir, createHash('sha256').update(key).digest('hex').slice(0, 32));
  const file = path.join(place, 'index.js');
  if (await isThere(file)) return { ok: true, folder: place };
  const unreadable = unreadableIn(folder) ?? entryRefusal(folder);
  if (unreadable !== null) return { ok: false, reason: unreadable };
  try {
    const { outputFiles } = await build({
      stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: folder },
      plugins: [onlyOwnFiles(name, folder)],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'browser',
      mainFields: ['main', 'module'],
      conditions: ['require', 'default'],
      target: 'es2022',
      define: { 'process.env.NODE_ENV': '"production"' },
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    await fs.mkdir(place, { recursive: true });
    // A program that reads along finds the whole file or none.
    const part = `${file}.${String(process.pid)}`;
    await fs.writeFile(part, outputFiles[0]?.contents ?? '');
    await fs.rename(part, file);
    return { ok: true, folder: place };
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (!first) throw error;
    return { ok: false, reason: first.text };
  }
}

/** Why the script that a package begins with cannot be looked for; null when it can. */
function entryRefusal(folder: string): string | null {
  const manifest = manifestIn(folder, folder);
  const outside = ['main', 'module'].find((field) => {
    const written = manifest[field];
    return typeof written === 'string' && !isOwn(folder, path.resolve(folder, written));
  });
  return outside === undefined ? null : `its ${outside} leads out of the package`;
}

/** True for a package's folder and what lies in it, as it is written and as links lead. */
function isOwn(folder: string, place: string): boolean {
  return [place, realPlace(place)].every((way) => way === folder || isBelow(folder, way));
}

/**
 * Other packages stay apart, each once for all that require it; of this one its own scripts and JSON files are read,
 * and no file beside it.
 * @param folder absolute and without links
 */
function onlyOwnFiles(name: string, folder: string): Plugin {
  const refused = (wanted: string, reason: string): OnResolveResult => ({
    errors: [{ text: `${JSON.stringify(wanted)} ${reason}` }],
  });
  const checked = (wanted: string, found: OnResolveResult): OnResolveResult => {
    const { path: file = '', namespace = 'file', external = false, errors = [] } = found;
    // A package's map for browsers may switch a file off, which then has a namespace of its own.
    if (errors.length > 0 || external || namespace !== 'file') return found;
    const reason = refusalOf(folder, file);
    return reason === null ? found : refused(wanted, reason);
  };
  return {
    name: 'only-own-files',
    setup(bundler) {
      bundler.onResolve(
        { filter: /.*/ },
        async ({ path: wanted, importer, kind, resolveDir, pluginData }) => {
          if (pluginData === OWN) return undefined;
          const ask = (what: string, from: string) =>
            bundler.resolve(what, { importer, resolveDir: from, kind, pluginData: OWN });
          if (/^[./]/.test(wanted) || path.isAbsolute(wanted)) {
            if (!isOwn(folder, path.resolve(resolveDir, wanted)))
              return refused(wanted, 'leads out of the package');
            return checked(wanted, await ask(wanted, resolveDir));
          }
          if (importer !== '<stdin>' || wanted !== name) return { path: wanted, external: true };
          const found = await ask('.', folder);
          // Only by its name does a package's `exports` count.
          return checked(wanted, found.errors.length === 0 ? found : await ask(name, folder));
        },
      );
    },
  };
}

/** Marks what this plugin asks itself. */
const OWN = 'own';

async function isThere(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
