import { FerryError } from '#contract/errors';
import type { Diagnostic } from '#contract/project';
import { isBrokenCompiler } from './broken-compiler.ts';
import { compileProject } from './compile.ts';
import type { CompileCommand, CompilerCommand, CompilerEvent, WatchCommand } from './protocol.ts';
import { watchProject, type ProjectWatch } from './watch.ts';

/** The compiler's own process, under Electron's utilityProcess or plain Node: compiles, and watches one folder. */

interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Set under Electron's utilityProcess alone, whatever its types say. */
const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

function post(event: CompilerEvent): void {
  if (port) port.postMessage(event);
  // A parent that was killed hears nothing more, and 'disconnect' is about to say so here.
  else process.send?.(event, () => undefined);
}

function isCommand(value: unknown): value is CompilerCommand {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, root, buildDir, except } = value as Partial<
    Record<keyof CompileCommand | keyof WatchCommand, unknown>
  >;
  if (kind === 'watch') return (root === null || typeof root === 'string') && Array.isArray(except);
  return (
    kind === 'compile' && typeof id === 'number' && typeof root === 'string' && typeof buildDir === 'string'
  );
}

/** The place an error names in its details, as a diagnostic. */
function diagnosticFrom(error: FerryError): Diagnostic | null {
  const { file, line, column, codeFrame } = error.details;
  if (typeof file !== 'string') return null;
  return {
    severity: 'error',
    file,
    line: typeof line === 'number' ? line : 0,
    column: typeof column === 'number' ? column : 0,
    message: error.message,
    codeFrame: typeof codeFrame === 'string' ? codeFrame : '',
  };
}

async function answer(command: CompileCommand): Promise<CompilerEvent> {
  const { id } = command;
  try {
    return { kind: 'compiled', id, project: await compileProject(command.root, command.buildDir) };
  } catch (thrown) {
    const error = FerryError.from(thrown);
    const diagnostic = diagnosticFrom(error);
    return {
      kind: 'failed',
      id,
      error: error.toWire(),
      ...(diagnostic && { diagnostic }),
      isLast: isBrokenCompiler(error),
    };
  }
}

let watched: ProjectWatch | null = null;

function watchOnly({ root, except }: WatchCommand): void {
  void watched?.close();
  watched =
    root === null
      ? null
      : watchProject(root, except, () => {
          post({ kind: 'saved', root });
        });
}

function receive(message: unknown): void {
  if (!isCommand(message)) return;
  if (message.kind === 'watch') watchOnly(message);
  else void answer(message).then(post);
}

if (port) {
  port.on('message', (message) => {
    receive(message.data);
  });
} else {
  process.on('message', receive);
  // A compiler whose parent is gone has nobody to answer.
  process.on('disconnect', () => {
    process.exit(0);
  });
}
