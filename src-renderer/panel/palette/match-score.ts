/**
 * How well a command's words answer what was typed: 0 where one typed word is in none of them, most where its title
 * begins so. Letters that only lie scattered in it, as fuzzy searches take them, bring up what nobody meant.
 */
export function matchScore(title: string, otherWords: string, typed: string): number {
  const wanted = typed.trim().toLowerCase();
  const name = title.toLowerCase();
  const all = `${name} ${otherWords.toLowerCase()}`;
  if (!wanted.split(/\s+/u).every((word) => all.includes(word))) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 0.8 : 0.5;
}
