import fs from 'node:fs';
import path from 'node:path';
import type { CompiledProject } from '#contract/project';
import type { ScriptBundle } from './script.ts';

/** Everything a build consists of, before it is on disk. */
export interface BuildOutput {
  readonly project: CompiledProject;
  readonly templates: string;
  /** By script file name. */
  readonly bundles: ReadonlyMap<string, ScriptBundle>;
}

/** File name of the manifest in the build folder; the page runtime asks for it by this name. */
export const MANIFEST_FILE = 'manifest.json';

/** Writes a build: scripts and maps first, the manifest that names them last. */
export function writeBuild(buildDir: string, output: BuildOutput): void {
  fs.mkdirSync(buildDir, { recursive: true });
  const write = (file: string, text: string): void => {
    fs.writeFileSync(path.join(buildDir, file), text);
  };
  for (const [file, bundle] of output.bundles) {
    write(file, bundle.code);
    write(`${file}.map`, JSON.stringify(bundle.map));
  }
  write(output.project.templatesFile, output.templates);
  write(MANIFEST_FILE, JSON.stringify(output.project));
}
