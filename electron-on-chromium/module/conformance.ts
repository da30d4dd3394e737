/**
 * Members that Electron has under these names and that are of this folder's own classes here, which implement a
 * part of Electron's each. A name that Electron drops fails to compile.
 */
export type Named<T, K extends keyof T> = Record<K, unknown>;

/** Static members of an Electron class or module. */
export type Statics<T> = Partial<Record<keyof T, unknown>>;
