import { recall, remember } from '../lib/remembered.ts';

/** Where a dragged line was left: the first pane's share in percent; null when it never was. */
export function readShare(key: string): number | null {
  const share = Number.parseFloat(recall(key) ?? '');
  return share > 0 && share < 100 ? share : null;
}

/** Keeps a share for the next launch. */
export function keepShare(key: string, share: number): void {
  remember(key, String(share));
}
