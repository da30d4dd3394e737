import fs from 'node:fs';
import path from 'node:path';
import { locateProject } from '../../src-main/project/folder.ts';
import { compileProject } from '../../src-main/project/compile.ts';
import { askModule } from './children.ts';
import type { CompiledFiles, CompileOrder, CompileReport } from './compile-main.ts';
import type { Variant } from './rounds.ts';

/** What the compiler is compared with. */
export const BARE_TOOLS = 'esbuild, PostCSS, template compiler';

const MAIN = new URL('./compile-main.ts', import.meta.url);

/** Ferry's cold compilation of a project, and the bare tools over the files that this reads. */
export async function compileVariants(project: string, folder: string): Promise<Variant<CompileReport>[]> {
  const files = await compiledFiles(project, path.join(folder, 'compile-build'));
  let round = 0;
  return (['ferry', 'bare'] as const).map((what) => ({
    name: what === 'ferry' ? 'Ferry' : BARE_TOOLS,
    async measure(signal) {
      // Where a build lies already its files are replaced, for which the disk is waited for; a cold one has none.
      round += 1;
      const buildDir = path.join(folder, `compile-build-${String(round)}`);
      const order: CompileOrder = { what, project, buildDir, files };
      return (await askModule(MAIN, order, signal)) as CompileReport;
    },
  }));
}

/** What went into a build, by its source maps, and the sheets of its units with what these import. */
async function compiledFiles(project: string, buildDir: string): Promise<CompiledFiles> {
  const { units } = await compileProject(project, buildDir);
  const { root } = locateProject(project);
  const isThere = (file: string): boolean => fs.existsSync(path.join(root, file));
  const sources = fs
    .readdirSync(buildDir)
    .flatMap((file) => (file.endsWith('.map') ? sourcesIn(path.join(buildDir, file)) : []));
  const compiled = [...new Set(sources)].filter(isThere);
  const sheets = new Set<string>();
  const pending = ['app', ...units.map((unit) => unit.path)].map((unit) => `${unit}.wxss`).filter(isThere);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (sheets.has(file)) continue;
    sheets.add(file);
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/@import\s+['"]([^'"]+)['"]/g)) {
      const imported = target.startsWith('/') ? target.slice(1) : path.posix.join(path.dirname(file), target);
      if (isThere(imported)) pending.push(imported);
    }
  }
  return {
    root,
    scripts: compiled.filter((file) => /\.[jt]s$/.test(file)),
    sheets: [...sheets],
    templates: compiled.filter((file) => file.endsWith('.wxml')),
  };
}

function sourcesIn(file: string): readonly string[] {
  const map = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    sections: readonly { map: { sources: readonly string[] } }[];
  };
  return map.sections.flatMap((section) => section.map.sources);
}
