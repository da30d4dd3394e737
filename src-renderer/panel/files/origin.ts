import type { FileOrigin } from '#contract/files';

const MADE = ['picked', 'written', 'recorded', 'camera', 'drawn', 'recovered', 'filler'] as const;
const MADE_FROM = ['saved', 'copied', 'moved', 'unzipped', 'compressed', 'cropped', 'thumbnail'] as const;

/** Where a file came from, told apart. */
export type Origin =
  | { readonly kind: 'made'; readonly how: (typeof MADE)[number] }
  /** From another file of the mini-program, by its virtual path. */
  | { readonly kind: 'from'; readonly how: (typeof MADE_FROM)[number]; readonly path: string }
  | { readonly kind: 'transfer'; readonly exchangeId: string }
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'other'; readonly text: string };

/** Reads the origin main wrote (`transfer:<id>`, `saved:<path>`, …); an unknown one is shown as it is. */
export function parseOrigin(origin: FileOrigin): Origin {
  const made = MADE.find((how) => how === origin);
  if (made) return { kind: 'made', how: made };
  const colon = origin.indexOf(':');
  const word = origin.slice(0, Math.max(0, colon));
  const rest = origin.slice(colon + 1);
  const from = MADE_FROM.find((how) => how === word);
  if (from) return { kind: 'from', how: from, path: rest };
  if (word === 'transfer') return { kind: 'transfer', exchangeId: rest };
  if (word === 'remote') return { kind: 'remote', url: rest };
  return { kind: 'other', text: origin };
}
