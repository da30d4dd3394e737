import { FerryError } from '#contract/errors';
import { inertText } from '../lib/inert-text.ts';

/** Exit codes of `ferry`: a failed run, and a command that could not be carried out. */
export const EXIT_FAILED = 1;
export const EXIT_REFUSED = 2;

/** One readable line on stderr, with the code frame where there is one; the stack when asked. */
export function printError(error: unknown, verbose: boolean): void {
  const ours = FerryError.from(error);
  const frame = ours.details['codeFrame'];
  const lines = [`ferry: ${ours.message}`];
  if (typeof frame === 'string' && frame !== '') lines.push(frame);
  if (verbose) lines.push(String(error instanceof Error ? error.stack : error));
  process.stderr.write(`${inertText(lines.join('\n'))}\n`);
}
