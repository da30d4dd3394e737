import type { WireError } from './errors.ts';

/** What every call across a process returns. Nothing throws across: only the message would survive. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };
