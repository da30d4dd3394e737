import type { ErrorDetails, WireError } from '#contract/errors';

/** Facts that name no place on this computer. */
const EXPOSED_DETAILS = [
  'path',
  'destination',
  'errno',
  'phase',
  'tls',
  'cause',
  'host',
  'timeoutMs',
] as const;

/**
 * What code that is not ours may be told of an error: its code, its words, facts that name no place on this
 * computer. Of a fault of our own it learns only that there was one.
 */
export function exposedError(error: WireError): WireError {
  if (error.code === 'internal') return { code: 'internal', message: 'Ferry failed; see its log.' };
  const details: Record<string, ErrorDetails[string]> = {};
  for (const name of EXPOSED_DETAILS) {
    const value = error.details?.[name];
    if (value !== undefined) details[name] = value;
  }
  return Object.keys(details).length > 0
    ? { code: error.code, message: error.message, details }
    : { code: error.code, message: error.message };
}
