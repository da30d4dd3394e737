import { FerryError } from '#contract/errors';

const REASON = { reason: 'compiler-broke' } as const;

/** The failure of a compiler that a file was too much for. Its process compiles nothing more: it must end. */
export function brokenCompiler(file: string, cause: unknown): FerryError {
  return new FerryError(
    'project.syntax',
    `${file} is too much for the compiler: it is too large, or something in it is nested too deep. Make it simpler and open the project again.`,
    { details: { ...REASON, file }, cause },
  );
}

/** True for what `brokenCompiler` made. */
export function isBrokenCompiler(error: FerryError): boolean {
  return error.details['reason'] === REASON.reason;
}
