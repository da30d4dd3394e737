import fs from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import { TmplGroup } from 'glass-easel-template-compiler';
import postcss from 'postcss';
import { compileProject } from '../../src-main/project/compile.ts';

/**
 * One cold compilation in a process of its own: Ferry's of a whole project with source maps, or the bare tools over
 * the same files.
 */

export interface CompileOrder {
  readonly what: 'ferry' | 'bare';
  /** The project's folder. */
  readonly project: string;
  /** Does not exist yet. */
  readonly buildDir: string;
  readonly files: CompiledFiles;
}

/** What Ferry compiles of a project; paths from its root. */
export interface CompiledFiles {
  /** Absolute. */
  readonly root: string;
  readonly scripts: readonly string[];
  readonly sheets: readonly string[];
  readonly templates: readonly string[];
}

export interface CompileReport {
  readonly wallMs: number;
}

async function compileBare({ root, scripts, sheets, templates }: CompiledFiles): Promise<void> {
  const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
  const transforming = scripts.map((file) =>
    transform(read(file), {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2022',
      sourcefile: file,
      sourcemap: 'external',
      sourcesContent: true,
      tsconfigRaw: '{}',
      logLevel: 'silent',
    }).catch(() => null),
  );
  const group = new TmplGroup();
  for (const file of templates) group.addTmpl(file.replace(/\.wxml$/, ''), read(file));
  group.getTmplGenObjectGroups();
  group.free();
  for (const file of sheets) {
    try {
      postcss.parse(read(file), { map: false }).toString();
    } catch {
      // What PostCSS alone cannot read costs no more than that.
    }
  }
  await Promise.all(transforming);
}

process.on('disconnect', () => process.exit(0));
process.once('message', (message) => {
  const order = message as CompileOrder;
  const started = performance.now();
  const work =
    order.what === 'ferry' ? compileProject(order.project, order.buildDir) : compileBare(order.files);
  void work.then(() => {
    process.send?.({ wallMs: performance.now() - started } satisfies CompileReport);
  });
});
