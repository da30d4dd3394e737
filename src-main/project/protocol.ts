import type { WireError } from '#contract/errors';
import type { CompiledProject, Diagnostic } from '#contract/project';

/** What the compiler process is asked for. Paths are absolute. */
export interface CompilerCommand {
  readonly kind: 'compile';
  /** Chosen by the caller; the answer carries it. */
  readonly id: number;
  /** The folder as the developer opened it. */
  readonly root: string;
  /** Where the output goes; created when absent. */
  readonly buildDir: string;
}

/** The one answer to each command. */
export type CompilerEvent =
  | { readonly kind: 'compiled'; readonly id: number; readonly project: CompiledProject }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: WireError;
      /** The place in the source, where there is one (`project.syntax`, `project.config`). */
      readonly diagnostic?: Diagnostic;
    };
