/**
 * A name that somebody else chose, such as a project's, as every system takes it for a file: no separators, no control
 * or direction marks, not hidden.
 */
export function plainFileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N} ._-]+/gu, '-').slice(0, 60);
  return plain.replace(/^[.\s-]+|[.\s-]+$/gu, '') || 'ferry';
}
