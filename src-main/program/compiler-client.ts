import { FerryError } from '#contract/errors';
import type { CompiledProject } from '#contract/project';
import type { CompilerCommand, CompilerEvent, WatchCommand } from '../project/protocol.ts';
import type { ForkProcess, WorkerPort } from '../worker/protocol.ts';

/** The compiler process as main sees it. Started when first needed, and again after it died or hung. */
export interface CompilerClient {
  /**
   * Compiles a folder into a build folder.
   *
   * @throws FerryError `project.folder`, `project.config`, `project.syntax`; `details.codeFrame` shows the place;
   * `internal` when the process ends or does not answer in time. A process whose compiler broke is replaced.
   */
  compile(root: string, buildDir: string): Promise<CompiledProject>;
  /**
   * Calls back after files of a folder were saved, in place of what was watched before. A process that dies after
   * it has compiled something is replaced at once and goes on watching; any other, with the next compilation.
   *
   * @param except folders inside it that others write to
   */
  watch(root: string, except: readonly string[], onSaved: () => void): void;
  unwatch(): void;
  close(): void;
}

export interface CompilerClientOptions {
  /** How long one folder may take. */
  readonly timeoutMs?: number;
}

/** Forty times what a project of 350 pages takes on a slow computer. */
const TIMEOUT_MS = 120_000;

interface Pending {
  resolve(project: CompiledProject): void;
  reject(error: FerryError): void;
}

/** One process and what it owes. */
interface Compiler {
  readonly port: WorkerPort<CompilerCommand, CompilerEvent>;
  readonly pending: Map<number, Pending>;
  hasAnswered: boolean;
}

export function createCompilerClient(fork: ForkProcess, options: CompilerClientOptions = {}): CompilerClient {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  let current: Compiler | null = null;
  let count = 0;
  let watching: { readonly command: WatchCommand; readonly onSaved: () => void } | null = null;

  const start = (): Compiler => {
    const port = fork<CompilerCommand, CompilerEvent>('compiler');
    const compiler: Compiler = { port, pending: new Map(), hasAnswered: false };
    if (watching) port.postMessage(watching.command);
    port.onMessage((event) => {
      if (event.kind === 'saved') {
        if (watching?.command.root === event.root) watching.onSaved();
        return;
      }
      compiler.hasAnswered = true;
      const waiting = compiler.pending.get(event.id);
      if (event.kind === 'compiled') waiting?.resolve(event.project);
      else waiting?.reject(failureOf(event));
      if (event.kind === 'failed' && event.isLast) {
        replace(compiler, 'The compiler broke over another project. Open or reload this one again.');
        port.kill();
      }
    });
    port.onExit((code) => {
      replace(
        compiler,
        `The compiler process ended (code ${String(code)}). Open or reload the project again.`,
      );
    });
    return compiler;
  };

  /** Gives a process up; where it watched, and has shown that it can compile, the next one goes on at once. */
  const replace = (compiler: Compiler, message: string): void => {
    const wasWatching = current === compiler && watching !== null;
    giveUp(compiler, message);
    if (wasWatching && compiler.hasAnswered) current = start();
  };

  /** Turns away from a process: what it owes fails, the next folder gets a new one. */
  const giveUp = (compiler: Compiler, message: string): void => {
    if (current === compiler) current = null;
    for (const waiting of [...compiler.pending.values()]) waiting.reject(new FerryError('internal', message));
  };

  return {
    compile(root, buildDir) {
      return new Promise<CompiledProject>((resolve, reject) => {
        const compiler = (current ??= start());
        const id = (count += 1);
        const timer = setTimeout(() => {
          giveUp(
            compiler,
            `The compiler did not finish ${root} within ${String(timeoutMs / 1000)} s and was ended. Reload the project, or leave out what it cannot cope with.`,
          );
          compiler.port.kill();
        }, timeoutMs);
        const settle = (): void => {
          clearTimeout(timer);
          compiler.pending.delete(id);
        };
        compiler.pending.set(id, {
          resolve(project) {
            settle();
            resolve(project);
          },
          reject(error) {
            settle();
            reject(error);
          },
        });
        compiler.port.postMessage({ kind: 'compile', id, root, buildDir });
      });
    },
    watch(root, except, onSaved) {
      watching = { command: { kind: 'watch', root, except }, onSaved };
      current?.port.postMessage(watching.command);
    },
    unwatch() {
      if (!watching) return;
      watching = null;
      current?.port.postMessage({ kind: 'watch', root: null, except: [] });
    },
    close() {
      current?.port.kill();
      current = null;
    },
  };
}

function failureOf(event: Extract<CompilerEvent, { kind: 'failed' }>): FerryError {
  const frame = event.diagnostic?.codeFrame ?? '';
  return new FerryError(event.error.code, event.error.message, {
    details: { ...event.error.details, ...(frame === '' ? {} : { codeFrame: frame }) },
  });
}
