import { FerryError } from '#contract/errors';
import type { CompiledProject } from '#contract/project';
import type { CompilerCommand, CompilerEvent } from '../project/protocol.ts';
import type { ForkProcess, WorkerPort } from '../worker/protocol.ts';

/** The compiler process as main sees it. Started when first needed, and again after it died. */
export interface CompilerClient {
  /**
   * Compiles a folder into a build folder.
   *
   * @throws FerryError `project.folder`, `project.config`, `project.syntax`; `details.codeFrame` shows the place
   */
  compile(root: string, buildDir: string): Promise<CompiledProject>;
  close(): void;
}

interface Pending {
  resolve(project: CompiledProject): void;
  reject(error: FerryError): void;
}

export function createCompilerClient(fork: ForkProcess): CompilerClient {
  const pending = new Map<number, Pending>();
  let port: WorkerPort<CompilerCommand, CompilerEvent> | null = null;
  let count = 0;

  const connected = (): WorkerPort<CompilerCommand, CompilerEvent> => {
    if (port) return port;
    const started = fork<CompilerCommand, CompilerEvent>('compiler');
    started.onMessage((event) => {
      const waiting = pending.get(event.id);
      pending.delete(event.id);
      if (event.kind === 'compiled') waiting?.resolve(event.project);
      else waiting?.reject(failureOf(event));
    });
    started.onExit((code) => {
      if (port === started) port = null;
      const lost = [...pending.values()];
      pending.clear();
      for (const waiting of lost) {
        waiting.reject(
          new FerryError(
            'internal',
            `The compiler process ended (code ${String(code)}). Open the project again.`,
          ),
        );
      }
    });
    port = started;
    return started;
  };

  return {
    compile(root, buildDir) {
      return new Promise((resolve, reject) => {
        count += 1;
        pending.set(count, { resolve, reject });
        connected().postMessage({ kind: 'compile', id: count, root, buildDir });
      });
    },
    close() {
      port?.kill();
      port = null;
    },
  };
}

function failureOf(event: Extract<CompilerEvent, { kind: 'failed' }>): FerryError {
  const frame = event.diagnostic?.codeFrame ?? '';
  return new FerryError(event.error.code, event.error.message, {
    details: { ...event.error.details, ...(frame === '' ? {} : { codeFrame: frame }) },
  });
}
