import type { Dated, Member } from '../../src-renderer/page/wx/api-table.ts';

function textOfDated({ name, since }: Dated): string {
  return since === '' ? name : `${name}@${since}`;
}

function textOfMember(member: Member): string {
  const shape = member.shape === '' ? '' : `:${member.shape}`;
  const values = member.values.map(textOfDated).sort().join('|');
  return `${textOfDated(member)}${shape}${values === '' ? '' : `=${values}`}`;
}

/** Members as the table writes them, in the order of their names. */
export function listOf(members: Iterable<Member>): string {
  return [...members]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(textOfMember)
    .join(' ');
}

/** The object with its keys in order: the same table whatever order it was found in. */
export function inOrder<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  const keys = Object.keys(entries).sort();
  return Object.fromEntries(
    keys.flatMap((key) => (key in entries ? [[key, entries[key] as T] as const] : [])),
  );
}
