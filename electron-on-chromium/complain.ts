import { inspect } from 'node:util';

/** Writes one line, and an error with its stack, to stderr: the log of Electron's own process. */
export function complain(message: string, error?: unknown): void {
  const detail =
    error === undefined ? '' : ` ${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}`;
  process.stderr.write(`${message}${detail}\n`);
}
