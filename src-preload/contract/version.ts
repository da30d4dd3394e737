const VERSION = /^\d{1,4}(\.\d{1,4}){1,3}$/;

/** Whether a text is a version such as `2.10.4`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/**
 * Order of two dotted versions, number by number: below zero when `one` is older, above when it is newer; a part that
 * is not there counts as 0.
 */
export function compareVersions(one: string, other: string): number {
  const left = one.split('.').map(Number);
  const right = other.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
