import {
  CANONICAL,
  canonicalPath,
  hasScheme,
  parseVirtualPath,
  type PathPrefixes,
  pathRefused,
} from './virtual-path.ts';

/**
 * How a device spells the paths of a mini-program (WeChat's documentation of the file system; wx-api.md §9, §18).
 * Ferry keeps every path in its canonical spelling and translates where pages and people read and write it, so that
 * saved files survive a change of device.
 */
export interface PathScheme {
  /** `wx.env.USER_DATA_PATH`, without a slash at the end. */
  readonly userDataPath: string;
  /** A canonical path as this device spells it; a path of the code package stays as it is. */
  spell(canonical: string): string;
  /**
   * The canonical path of what a page wrote.
   *
   * @throws FerryError `file.path`, of what is no local path on this device or could leave its root
   */
  read(text: string): string;
  /**
   * Whether a text is a local path here, as against a URL. `http://tmp/a.jpg` is a path in DevTools and a URL on a
   * phone. A path that {@link PathScheme.read} refuses, say for a `..` in it, is a path nevertheless.
   */
  owns(text: string): boolean;
}

const KINDS = ['temp', 'saved', 'user'] as const;

const PREFIXES = {
  devtools: CANONICAL,
  phone: { temp: 'wxfile://tmp_', saved: 'wxfile://store_', user: 'wxfile://usr/' },
  desktop: { temp: 'wxfile://temp/', saved: 'wxfile://store/', user: 'wxfile://usr/' },
} satisfies Readonly<Record<string, PathPrefixes>>;

/** Every spelling there is: DevTools, iOS and Android, WeChat for Windows. */
export const PATH_SCHEMES: Readonly<Record<keyof typeof PREFIXES, PathScheme>> = {
  devtools: createPathScheme(PREFIXES.devtools),
  phone: createPathScheme(PREFIXES.phone),
  desktop: createPathScheme(PREFIXES.desktop),
};

function createPathScheme(prefixes: PathPrefixes): PathScheme {
  const userDataPath = prefixes.user.replace(/\/$/, '');
  return {
    userDataPath,
    spell: (canonical) => respelt(canonical, CANONICAL, prefixes) ?? canonical,
    read(text) {
      // The user folder itself is written without the slash at its end.
      const stored = respelt(text === userDataPath ? prefixes.user : text, prefixes, CANONICAL);
      if (stored === null && hasScheme(text)) throw pathRefused(text, whyNotLocal(text, prefixes));
      return canonicalPath(parseVirtualPath(stored ?? text, text));
    },
    owns: (text) => !hasScheme(text) || text === userDataPath || kindOf(text, prefixes) !== null,
  };
}

/** A stored file's path with the prefix of another spelling; null for any other text. */
function respelt(text: string, from: PathPrefixes, to: PathPrefixes): string | null {
  const kind = kindOf(text, from);
  return kind === null ? null : `${to[kind]}${text.slice(from[kind].length)}`;
}

function kindOf(text: string, prefixes: PathPrefixes): (typeof KINDS)[number] | null {
  return KINDS.find((kind) => text.startsWith(prefixes[kind])) ?? null;
}

/** Who writes the scheme into the source meets this on the next device; WeChat's documentation warns of it. */
function whyNotLocal(text: string, { temp, saved, user }: PathPrefixes): string {
  const isOfAnotherDevice = Object.values(PREFIXES).some((prefixes) => kindOf(text, prefixes) !== null);
  return isOfAnotherDevice
    ? `other devices spell their paths so; on this one they begin with ${temp}, ${saved} or ${user}`
    : 'it is not a local path of this mini-program';
}
