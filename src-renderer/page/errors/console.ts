/* eslint-disable no-console -- the console of a mini-program is what its developer reads; this is Ferry's one door to it */

/** Writes an error of the mini-program, or of Ferry while running it, for its developer. */
export function logError(...values: readonly unknown[]): void {
  console.error(...values);
}

const nativeError = console.error.bind(console);

/** Writes to the developer tools alone what the panel is told by other means. */
export function logReported(...values: readonly unknown[]): void {
  nativeError(...values);
}

/** Writes advice to its developer: nothing has failed here, but it would elsewhere. */
export function logAdvice(...values: readonly unknown[]): void {
  console.warn(...values);
}

/** Writes what its developer ought to know once, and need do nothing about. */
export function logNotice(...values: readonly unknown[]): void {
  console.info(...values);
}

/** Writes what helps only someone who looks closely. */
export function logDebug(...values: readonly unknown[]): void {
  console.debug(...values);
}
