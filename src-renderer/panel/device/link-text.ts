/** The figures of a custom link, as they are typed. */
export interface LinkFigures {
  readonly down: string;
  readonly up: string;
  readonly rtt: string;
  readonly jitter: string;
  readonly loss: string;
}

/** `up=200k,down=1m,…` of what is filled in. */
export function linkText(figures: LinkFigures): string {
  return Object.entries(figures)
    .filter(([, value]: [string, string]) => value.trim() !== '')
    .map(([name, value]: [string, string]) => `${name}=${value.trim()}`)
    .join(',');
}

/** The figures of such a text; what has no field of its own is left out. */
export function figuresFrom(text: string): LinkFigures {
  const written = new Map(
    text.split(',').map((item) => {
      const at = item.indexOf('=');
      return [item.slice(0, Math.max(0, at)).trim(), item.slice(at + 1).trim()] as const;
    }),
  );
  const figure = (name: keyof LinkFigures): string => written.get(name) ?? '';
  return {
    down: figure('down'),
    up: figure('up'),
    rtt: figure('rtt'),
    jitter: figure('jitter'),
    loss: figure('loss'),
  };
}
