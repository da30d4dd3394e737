/** Those who hear of one kind of event. */
export interface Hearers<E> {
  /** Returns its own end. */
  readonly add: (listener: (event: E) => void) => () => void;
  readonly tell: (event: E) => void;
}

export function createHearers<E>(): Hearers<E> {
  const listeners = new Set<(event: E) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(event) {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
