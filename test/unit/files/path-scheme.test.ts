import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import { PATH_SCHEMES, type PathScheme } from '../../../src-main/files/path-scheme.ts';
import { parseVirtualPath } from '../../../src-main/files/virtual-path.ts';
import { SPELLINGS } from '../../support/path-spellings.ts';

function refusalOf(paths: PathScheme, text: string): FerryError | null {
  try {
    paths.read(text);
    return null;
  } catch (error) {
    if (error instanceof FerryError) return error;
    throw error;
  }
}

it('the table of spellings has every scheme', () => {
  expect(SPELLINGS.map(({ scheme }) => scheme).sort()).toEqual(Object.keys(PATH_SCHEMES).sort());
});

describe.each(SPELLINGS)('the paths of $scheme', ({ scheme, temp, saved, usr }) => {
  const paths = PATH_SCHEMES[scheme];

  it.each([
    ['http://tmp/0a1b.jpg', `${temp}0a1b.jpg`],
    ['http://tmp/tmp_0a1b.jpg', `${temp}tmp_0a1b.jpg`],
    ['http://store/0a1b.unknown', `${saved}0a1b.unknown`],
    ['http://usr/a/b c/渡口.txt', `${usr}/a/b c/渡口.txt`],
    ['http://usr/%2e%2e/tmp_a', `${usr}/%2e%2e/tmp_a`],
    ['images/a.png', 'images/a.png'],
    ['tmp_a.jpg', 'tmp_a.jpg'],
    [`http://usr/${'a/'.repeat(506)}b`, `${usr}/${'a/'.repeat(506)}b`],
  ])('%.60s', (canonical, spelt) => {
    expect([paths.spell(canonical), paths.read(spelt), paths.owns(spelt)]).toEqual([spelt, canonical, true]);
  });

  it('begin with its USER_DATA_PATH, which has no slash at the end', () => {
    expect(paths.userDataPath).toBe(usr);
  });

  it('are one, however often a slash is written', () => {
    expect([paths.read(`${usr}//a///b/`), paths.read('//images//a.png')]).toEqual([
      'http://usr/a/b',
      'images/a.png',
    ]);
  });

  it.each([
    `${temp}..`,
    `${temp}../a.jpg`,
    `${temp}a/b.jpg`,
    `${temp}%2e%2e%2fa`,
    `${temp}a\\..\\b`,
    `${temp}a.jpg?x`,
    temp,
    `${saved}../../a`,
    saved,
    `${usr}/..`,
    `${usr}/a/../../b`,
    `${usr}/a\\..\\b`,
    `${usr}/a\0`,
    `${usr}/nul.txt`,
    `${usr}a.txt`,
    `${temp}a.jpg`.toUpperCase(),
    `${usr}/${'a'.repeat(256)}`,
    `${usr}/${'a/'.repeat(600)}`,
    '../a',
    '/a/../../b',
    'a\\b',
    '',
  ])('refuse %.60j in the words it was written in', (text) => {
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    expect(refusalOf(paths, text)).toMatchObject({ code: 'file.path', details: { path: shown } });
  });

  it('say of a step upwards that it is one', () => {
    const steps = [`${usr}/..`, `${usr}/a/../b`, '../a', 'a/./b'];
    const reasons = steps.map((text) => refusalOf(paths, text)?.message);
    expect(reasons).toEqual(steps.map((text) => `The path "${text}" is refused: . and .. are not allowed.`));
  });

  it.each([
    'https://host.example/a.jpg',
    'http://tmp.example/a.jpg',
    'http://tmp:80/a.jpg',
    'http://store',
    'wxfile://other/a.jpg',
    'wxfile://',
    'file:///etc/passwd',
    'data:text/plain,a',
    'C:\\Windows\\win.ini',
  ])('are told from %s, which is none', (text) => {
    expect(paths.owns(text)).toBe(false);
    expect(refusalOf(paths, text)?.message).toBe(
      `The path ${JSON.stringify(text)} is refused: it is not a local path of this mini-program.`,
    );
  });

  it.each(SPELLINGS.filter((other) => other.scheme !== scheme))(
    'are not those of $scheme, and the refusal says how they are spelt',
    (other) => {
      const foreign = [`${other.temp}a.jpg`, `${other.saved}a.jpg`, `${other.usr}/a.jpg`];
      const ours = [temp, saved, `${usr}/`];
      const unknown = foreign.filter((text) => !ours.some((prefix) => text.startsWith(prefix)));
      expect(unknown.length).toBeGreaterThanOrEqual(2);
      for (const text of unknown) {
        expect([text, paths.owns(text)]).toEqual([text, false]);
        expect(refusalOf(paths, text)?.message).toBe(
          `The path "${text}" is refused: other devices spell their paths so; on this one they begin with ${temp}, ${saved} or ${usr}/.`,
        );
      }
    },
  );

  it('own what is spelt as theirs and leads nowhere', () => {
    expect([`${temp}../x`, `${usr}/..`, '../x', ''].map((text) => paths.owns(text))).toEqual(
      Array.from({ length: 4 }, () => true),
    );
  });
});

it('a file uploaded from a phone is named tmp_…, from elsewhere by its hash alone', () => {
  const names = SPELLINGS.map(({ scheme }) =>
    path.posix.basename(PATH_SCHEMES[scheme].spell('http://tmp/0a1b.jpg')),
  );
  expect(names).toEqual(['0a1b.jpg', 'tmp_0a1b.jpg', '0a1b.jpg']);
});

describe('generated paths', () => {
  const ROUNDS = 20_000;
  const random = randomFrom(0x5eed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const one = <T>(of: readonly T[]): T => of[upTo(of.length)] as T;
  const many = <T>(atMost: number, make: () => T): T[] => Array.from({ length: 1 + upTo(atMost) }, make);

  const PLAIN = 'a b c X Y Z 0 1 9 _ -'.split(' ');
  const PARTS = [
    ...PLAIN,
    '..',
    '.',
    '%2e',
    '%2F',
    '%00',
    ' ',
    '渡',
    '😀',
    'tmp_',
    'store_',
    'usr',
    '+&=;,@~',
  ];
  const HOSTILE = [
    ...[...PARTS, '/', '//', '/../', '/./', '\\', '\\..\\', '\0', '\n', ':', '?', '#', '*', '"', '<', '|'],
    ...['nul', 'COM1.txt', 'C:', 'a'.repeat(260), 'b/'.repeat(400), '\u202e', '\ud800', ''],
    ...SPELLINGS.flatMap(({ temp, saved, usr }) => [temp, saved, usr, `${usr}/`]),
  ];
  const STARTS = [
    ...['http://tmp/', 'http://store/', 'http://usr/', 'http://usr/', '', '/', 'http://', 'wxfile://'],
    ...SPELLINGS.flatMap(({ temp, saved, usr }) => [temp, saved, `${usr}/`]),
  ];
  const plainName = (): string => many(12, () => one(PLAIN)).join('');
  /** Ends in a letter, since Windows takes neither a dot nor a space there. */
  const segment = (): string => `${many(8, () => one(PARTS)).join('')}x`;
  const segments = (): string => many(5, segment).join('/');
  const canonical = (): string =>
    one([
      () => `http://tmp/${plainName()}.jpg`,
      () => `http://store/${plainName()}`,
      () => `http://usr/${segments()}`,
      segments,
    ])();
  const hostile = (): string => one(STARTS) + many(6, () => one(HOSTILE)).join('');

  it('come back as they were from every spelling, and no two are spelt alike', () => {
    const names = Array.from({ length: ROUNDS }, canonical);
    for (const { scheme } of SPELLINGS) {
      const paths = PATH_SCHEMES[scheme];
      expect(names.filter((name) => paths.read(paths.spell(name)) !== name)).toEqual([]);
      expect(names.filter((name) => !paths.owns(paths.spell(name)))).toEqual([]);
      expect(new Set(names.map((name) => paths.spell(name))).size).toBe(new Set(names).size);
    }
  });

  it('are judged alike in every spelling', () => {
    const verdicts = { read: 0, refused: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = canonical();
      const [prefix = ''] = /^http:\/\/[a-z]+\//.exec(name) ?? [];
      const at = prefix.length + upTo(name.length - prefix.length + 1);
      const text = name.slice(0, at) + one(['', one(HOSTILE)]) + name.slice(at);
      // A path of its own to some, and to others a URL.
      if (text.startsWith('wxfile:')) continue;
      const judged = SPELLINGS.map(({ scheme }) => {
        const paths = PATH_SCHEMES[scheme];
        const spelt = paths.spell(text);
        return refusalOf(paths, spelt)?.code ?? paths.read(spelt);
      });
      expect([text, new Set(judged).size]).toEqual([text, 1]);
      if (judged[0] === 'file.path') verdicts.refused += 1;
      else verdicts.read += 1;
    }
    expect(Math.min(verdicts.read, verdicts.refused)).toBeGreaterThan(ROUNDS / 20);
  });

  it.each(SPELLINGS)('of any kind stay inside their folders on $scheme', ({ scheme }) => {
    const paths = PATH_SCHEMES[scheme];
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const text = hostile();
      const refusal = refusalOf(paths, text);
      if (refusal) {
        expect([text, refusal.code]).toEqual([text, 'file.path']);
        continue;
      }
      accepted += 1;
      const found = paths.read(text);
      const parsed = parseVirtualPath(found);
      const names = 'name' in parsed ? [parsed.name] : parsed.segments;
      for (const system of [path.posix, path.win32]) {
        const inside = system.relative(system.resolve('/root'), system.resolve('/root', ...names));
        expect([text, inside === '' ? [] : inside.split(system.sep)]).toEqual([text, names]);
      }
      expect([text, paths.read(paths.spell(found))]).toEqual([text, found]);
      // A text with a scheme is only read where that spelling is this device's own.
      if (/^(http|wxfile):/.test(text)) expect([text, paths.owns(text)]).toEqual([text, true]);
    }
    expect(accepted).toBeGreaterThan(ROUNDS / 50);
  });
});

/** Mulberry32: the same paths in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
