import type { WireError } from '#contract/errors';
import type { CompiledProject, Diagnostic } from '#contract/project';

/** What the compiler process is asked for. Paths are absolute. */
export type CompilerCommand = CompileCommand | WatchCommand;

export interface CompileCommand {
  readonly kind: 'compile';
  /** Chosen by the caller; the answer carries it. */
  readonly id: number;
  /** The folder as the developer opened it. */
  readonly root: string;
  /** Where the output goes; created when absent. */
  readonly buildDir: string;
}

/** Watches this folder from now on, in place of the one before. */
export interface WatchCommand {
  readonly kind: 'watch';
  /** Null for none. */
  readonly root: string | null;
  /** Folders inside it that others write to. */
  readonly except: readonly string[];
}

/** The one answer to each compilation, and word of the watched folder. */
export type CompilerEvent =
  | { readonly kind: 'saved'; readonly root: string }
  | { readonly kind: 'compiled'; readonly id: number; readonly project: CompiledProject }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: WireError;
      /** The place in the source, where there is one (`project.syntax`, `project.config`). */
      readonly diagnostic?: Diagnostic;
      /** True when the compiler broke: the process answers no further compilation and must be ended. */
      readonly isLast: boolean;
    };
