import { SPELLINGS } from './path-spellings.ts';

/** Random choices that a seed repeats. */
export interface Dice {
  readonly upTo: (limit: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  /** True so often out of a hundred. */
  readonly percent: (chance: number) => boolean;
}

export function diceFrom(random: () => number): Dice {
  const upTo = (limit: number): number => Math.floor(random() * limit);
  return { upTo, one: (of) => of[upTo(of.length)] as never, percent: (chance) => upTo(100) < chance };
}

const PLAIN = [
  'a',
  'b',
  'c.txt',
  'd.bin',
  'dir',
  'sub',
  'A',
  'C.TXT',
  '渡口',
  'a b',
  '😀',
  '-',
  '_',
  '~',
  '$HOME',
];

/** So few that what one call makes another one meets. */
const FEW = ['a', 'b', 'c.txt', 'dir'];

/** Names that mean something to a system, a shell, a URL or a decoder. */
const ODD = [
  ...['..', '.', '...', '. .', '..;', '.. ', ' ', '  a', 'a ', 'a.', 'a. .', '.hidden', '..a', 'a..'],
  ...[
    '%2e%2e',
    '%2E%2E%2F',
    '..%2f..',
    '%252e%252e%252f',
    '%c0%ae%c0%ae',
    '%00',
    'a%00b',
    '%5c..',
    '%',
    '%zz',
  ],
  ...[
    '\0',
    'a\0b',
    'a\u0001',
    '\n',
    '\t',
    '\r\n',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u200b',
    '\u202etxt.a',
    '\ufeff',
  ],
  ...['\\', '..\\..', 'a\\b', '\\\\', 'C:', 'c:\\windows\\win.ini', 'C:a', 'a:b', 'a:$DATA', '\\\\?\\C:\\'],
  ...[
    'CON',
    'nul.txt',
    'aux',
    'PRN.log',
    'com1',
    'COM9.tar.gz',
    'lpt1.',
    'CONIN$',
    'com¹',
    'con .txt',
    'nul',
  ],
  ...[
    '*',
    '?',
    '<',
    '>',
    '|',
    '"',
    "'",
    '`id`',
    '$(id)',
    ';rm',
    '&',
    '#',
    '#a',
    '?a=b',
    'a?b',
    'a#b',
    '[x]',
    '{}',
  ],
  ...[
    '\ud800',
    'a\udc00b',
    '\udfff',
    'é',
    'e\u0301',
    'Å',
    'A\u030a',
    'ﬁ',
    'İ',
    'ß',
    'K',
    '．．',
    '／',
    '＼',
    '∕',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    'undefined',
    'null',
    '0',
    '-1',
    'NaN',
  ],
  ...[
    'node_modules',
    'project.config.json',
    '.git',
    'app.json',
    'etc',
    'passwd',
    'proc',
    'self',
    'root',
    'fd',
  ],
];

/** What paths of other places begin with. */
const FOREIGN = [
  ...[
    '',
    '/',
    '//',
    '///',
    './',
    '../',
    '../../../../../../',
    '/../',
    '~/',
    '\\',
    '\\\\server\\share\\',
    '//server/',
  ],
  ...[
    'C:\\',
    'c:/',
    'file:///',
    'file://localhost/',
    'FILE:/',
    'file:',
    'data:text/plain,',
    'data:;base64,',
    'blob:',
  ],
  ...[
    'https://usr/',
    'http:/usr/',
    'http:///usr/',
    'http://usr:80/',
    'http://me@usr/',
    'HTTP://USR/',
    'http://usr.',
  ],
  ...[
    'wxfile:',
    'wxfile:/',
    'wxfile://',
    'WXFILE://usr/',
    'ferry://page/',
    'javascript:',
    'mailto:',
    ' http://usr/',
  ],
  ...[
    'http://usr/../tmp/',
    'http://tmp/../usr/',
    'http://store/..',
    'wxfile://usr/../tmp_',
    '/proc/self/root/',
    '/etc/',
  ],
];

export interface OddPathOptions {
  /** What the paths of the program begin with on this device, first those that it may write. */
  readonly own: readonly string[];
  /** Names that lead somewhere: planted links, files, folders. */
  readonly names: readonly string[];
  /** Whole paths that other programs, or the computer, have a file at. */
  readonly strangers: readonly string[];
}

/** Makes paths: two of five such as a page would write, the others one odder than the other. */
export function oddPaths(dice: Dice, { own, names, strangers }: OddPathOptions): () => string {
  const { one, upTo, percent } = dice;
  const prefixes = SPELLINGS.flatMap(({ temp, saved, usr }) => [temp, saved, usr, `${usr}/`]);
  const longName = (): string =>
    one([
      'n'.repeat(255),
      'n'.repeat(256),
      '渡'.repeat(85),
      '渡'.repeat(86),
      '😀'.repeat(64),
      'x'.repeat(5000),
      `${'y'.repeat(250)}.text`,
    ]);
  const segment = (): string => {
    const dieRoll = upTo(100);
    if (dieRoll < 45) return one(PLAIN);
    if (dieRoll < 65) return one(names);
    if (dieRoll < 92) return one(ODD);
    if (dieRoll < 94) return longName();
    if (dieRoll < 97) return one(ODD) + one(PLAIN) + one(ODD);
    return String.fromCharCode(upTo(0x10000), upTo(0x10000));
  };
  const segments = (): string => {
    const count = percent(1) ? 300 + upTo(300) : 1 + upTo(4);
    return Array.from({ length: count }, segment).join(percent(5) ? '//' : '/');
  };
  const prefix = (): string => {
    const dieRoll = upTo(100);
    if (dieRoll < 70) return one(own);
    return dieRoll < 85 ? one(prefixes) : one(FOREIGN);
  };
  return () => {
    if (percent(6)) return one(strangers);
    // Something has to be there for the rest to be about.
    if (percent(40))
      return `${own[0] ?? ''}${percent(25) ? `${one(FEW)}/` : ''}${one(percent(80) ? FEW : names)}`;
    const text = prefix() + segments();
    if (percent(4)) return `${text}${one(['/', '//', '/.', '?x=1', '#x', '\0', '%00', ' ', '.', '::$DATA'])}`;
    if (percent(2)) return encodeURI(text.toWellFormed());
    if (percent(2)) return encodeURIComponent(text.toWellFormed());
    if (percent(2)) return text.normalize(one(['NFC', 'NFD', 'NFKC']));
    return percent(2) ? text.toUpperCase() : text;
  };
}
