const named = new WeakSet<object>();

/** Remembers what a template's handler, written as a name, was found to be. */
export function rememberNamed(method: unknown): void {
  if (typeof method === 'function') named.add(method);
}

/**
 * Whether a handler is a method that a template knows by its name. One that is not comes from an expression, and
 * nothing but WXS puts a function into that (`bindtap="{{locked || wxs.tap}}"`).
 */
export function isNamed(listener: object): boolean {
  return named.has(listener);
}
