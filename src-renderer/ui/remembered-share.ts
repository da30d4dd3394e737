/** Where a dragged line was left: the first pane's share in percent; null when it never was, or storage is shut. */
export function readShare(key: string): number | null {
  try {
    const share = Number.parseFloat(localStorage.getItem(key) ?? '');
    return share > 0 && share < 100 ? share : null;
  } catch {
    return null;
  }
}

/** Keeps a share for the next launch, where the browser lets it. */
export function keepShare(key: string, share: number): void {
  try {
    localStorage.setItem(key, String(share));
  } catch {
    // A panel that forgets its layout still works.
  }
}
