import type { WxResult } from '../callbacks.ts';
import type { ParameterType, WxOptions } from '../parameters.ts';
import type { Work } from './work.ts';

/** One method of FileSystemManager, for both its forms. */
export interface FileMethod {
  /** Options that have to be there, and of what type. */
  readonly required: Readonly<Record<string, ParameterType>>;
  /** Its `*Sync` form; null where there is none. */
  readonly sync: SyncForm | null;
  readonly run: (options: WxOptions) => Work<WxResult>;
}

/** Methods by the names of their asynchronous forms. */
export type FileMethods = Readonly<Record<string, FileMethod>>;

export interface SyncForm {
  /** The names of its arguments in order; null where it takes one options object. */
  readonly takes: readonly string[] | null;
  /** What it returns: that field of the result, all of it, or nothing. */
  readonly returns: { readonly field: string } | 'all' | 'nothing';
}

/** The form of the older methods: arguments in this order. */
export function takes(...names: readonly string[]): SyncForm {
  return { takes: names, returns: 'nothing' };
}

/** The form of the methods that came with file descriptors. */
export const TAKES_OPTIONS: SyncForm = { takes: null, returns: 'nothing' };

export function returning(field: string, form: SyncForm): SyncForm {
  return { ...form, returns: { field } };
}
