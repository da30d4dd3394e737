import type { WireError } from '#contract/errors';
import type { HotUpdate } from '#contract/hot';
import type { CompiledProject, Diagnostic } from '#contract/project';
import type { BuildScope } from './project-build.ts';

/** What the compiler process is asked for. Paths are absolute. */
export type CompilerCommand = CompileCommand | ReadyCommand | WatchCommand;

export interface CompileCommand {
  readonly kind: 'compile';
  /** Chosen by the caller; the answer carries it. */
  readonly id: number;
  /** The folder as the developer opened it. */
  readonly root: string;
  /** Where the output goes; created when absent. */
  readonly buildDir: string;
  /** What must be compiled before the answer; the rest follows by itself. */
  readonly scope: BuildScope;
}

/** Waits until a file of a build is written; a build that this process knows nothing of is compiled whole. */
export interface ReadyCommand {
  readonly kind: 'ready';
  readonly id: number;
  readonly root: string;
  readonly buildDir: string;
  /** Name in the build folder. */
  readonly file: string;
}

/** Watches this folder from now on, in place of the one before. */
export interface WatchCommand {
  readonly kind: 'watch';
  /** Null for none. */
  readonly root: string | null;
  /** The build that runs and takes updates. */
  readonly buildDir: string;
  /** Folders inside it that others write to. */
  readonly except: readonly string[];
}

/** The one answer to each compilation and wait, and word of builds and of the watched folder. */
export type CompilerEvent =
  /** Something was saved that the running program cannot take. */
  | { readonly kind: 'saved'; readonly root: string }
  | {
      readonly kind: 'updated';
      readonly root: string;
      readonly buildDir: string;
      readonly update: HotUpdate;
      /** Every finding that stands now. */
      readonly findings: readonly Diagnostic[];
    }
  | { readonly kind: 'compiled'; readonly id: number; readonly project: CompiledProject }
  | { readonly kind: 'ready'; readonly id: number }
  /** Every package of the build is written. */
  | { readonly kind: 'complete'; readonly buildDir: string; readonly findings: readonly Diagnostic[] }
  | {
      readonly kind: 'failed';
      /** Null for work that nobody waits for. */
      readonly id: number | null;
      readonly error: WireError;
      /** The place in the source, where there is one (`project.syntax`, `project.config`). */
      readonly diagnostic?: Diagnostic;
      /** True when the compiler broke: the process answers no further compilation and must be ended. */
      readonly isLast: boolean;
    };
