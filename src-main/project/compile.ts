import type { CompiledProject } from '#contract/project';
import { createProjectBuild } from './project-build.ts';

/**
 * Compiles the mini-program in a folder and writes it to `buildDir`.
 * Throws `project.folder`, `project.config` or `project.syntax` when there is nothing to run; what is wrong in a
 * single page or component becomes a diagnostic of the result.
 */
export function compileProject(folder: string, buildDir: string): Promise<CompiledProject> {
  return createProjectBuild(folder, buildDir).compile('all');
}
