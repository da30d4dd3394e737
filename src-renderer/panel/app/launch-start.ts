const KEY = 'ferry.launched-at';

/**
 * When this launch began, in epoch milliseconds: when the panel first ran in this window, for no mini-program opens
 * before it. Loading the panel again does not begin a launch, except where the browser shuts its storage.
 */
export function launchStart(openStorage: () => Storage, nowEpochMs: number): number {
  try {
    const storage = openStorage();
    const kept = Number(storage.getItem(KEY));
    if (kept > 0) return kept;
    storage.setItem(KEY, String(nowEpochMs));
  } catch {
    // A panel that forgets when it was first loaded still works.
  }
  return nowEpochMs;
}
