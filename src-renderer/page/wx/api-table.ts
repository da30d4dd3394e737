/**
 * What `api-table.json` holds: what WeChat's base library has, and since when. `scripts/generate-api-table.ts` makes it.
 *
 * A list of members is one text, its members apart by a space, each `name[@since][:Shape][=value[@since]|value…]`.
 * `Shape` names the entry of `shapes` that the member's value has (of a method: what it returns; of one that takes a
 * listener: what the listener gets); after `=` stand the values an option may have. Without `since` it was always there.
 */
export interface ApiTable {
  readonly apis: Readonly<Record<string, ApiRow>>;
  readonly shapes: Readonly<Record<string, ShapeRow>>;
  /** Members: attributes that came later, or whose values are known. */
  readonly components: Readonly<Record<string, ShapeRow>>;
  /** What is no member of anything: its version. */
  readonly features: Readonly<Record<Feature, string>>;
}

/**
 * `promises`: a call without callbacks answers by a promise. `recursiveFolders`, `fileRanges`: options of
 * FileSystemManager's methods, `recursive` of mkdir, rmdir and stat, `position` and `length` of readFile.
 * `tapBeforeSettings`: openSetting opens after a tap alone.
 */
export type Feature = 'promises' | 'recursiveFolders' | 'fileRanges' | 'tapBeforeSettings';

export interface ApiRow {
  readonly since?: string;
  /** Options, without the three callbacks; absent where the function takes none. */
  readonly object?: string;
  /** What `success` gets, without `errMsg`. */
  readonly success?: string;
  /** What `fail` gets, without `errMsg`. */
  readonly fail?: string;
  /** What a listener gets. */
  readonly callback?: string;
  /** Name of the shape returned. */
  readonly return?: string;
}

export interface ShapeRow {
  readonly since?: string;
  readonly members: string;
}

/** One member of a list. */
export interface Member {
  readonly name: string;
  /** Empty where it was always there. */
  readonly since: string;
  /** Empty where its value has no shape. */
  readonly shape: string;
  readonly values: readonly Dated[];
}

export interface Dated {
  readonly name: string;
  readonly since: string;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function datedFrom(text: string): Dated {
  const [name, since] = splitOnce(text, '@');
  return { name, since };
}

function memberFrom(text: string): Member {
  const [declared, values] = splitOnce(text, '=');
  const [dated, shape] = splitOnce(declared, ':');
  return { ...datedFrom(dated), shape, values: values === '' ? [] : values.split('|').map(datedFrom) };
}

/** The members of a list, by name. */
export function membersOf(list: string): ReadonlyMap<string, Member> {
  const members = list.split(' ').filter((text) => text !== '');
  return new Map(members.map(memberFrom).map((member) => [member.name, member]));
}
