import { FerryError } from '#contract/errors';
import type { Diagnostic } from '#contract/project';
import { compileProject } from './compile.ts';
import type { CompilerCommand, CompilerEvent } from './protocol.ts';

/** The compiler's own process: one command in, one event out, under Electron's utilityProcess or plain Node. */

interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Set under Electron's utilityProcess alone, whatever its types say. */
const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

function post(event: CompilerEvent): void {
  if (port) port.postMessage(event);
  else process.send?.(event);
}

function isCommand(value: unknown): value is CompilerCommand {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, root, buildDir } = value as Partial<Record<keyof CompilerCommand, unknown>>;
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

async function answer(command: CompilerCommand): Promise<CompilerEvent> {
  const { id } = command;
  try {
    return { kind: 'compiled', id, project: await compileProject(command.root, command.buildDir) };
  } catch (thrown) {
    const error = FerryError.from(thrown);
    const diagnostic = diagnosticFrom(error);
    return { kind: 'failed', id, error: error.toWire(), ...(diagnostic && { diagnostic }) };
  }
}

function receive(message: unknown): void {
  if (isCommand(message)) void answer(message).then(post);
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
