import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { parseArguments, type Command } from '../../../src-main/cli/arguments.ts';
import { LATER_COMMANDS, LATER_RUN_OPTIONS } from '../../../src-main/cli/later.ts';

const RUN = {
  kind: 'run',
  folder: 'album',
  page: null,
  allPages: false,
  queries: new Map(),
  steps: [],
  picks: [],
  deniedScopes: [],
  saveAs: [],
  lab: false,
  settings: {},
  fresh: false,
  timeoutMs: 60_000,
  json: null,
  screenshot: null,
  screenshots: null,
  home: null,
  verbose: false,
} as const satisfies Command;
const COMMON = { home: null, verbose: false } as const;

/** The line a person reads when the arguments are refused. */
function usageOf(args: readonly string[], env: Record<string, string> = {}): string {
  try {
    return `accepted as ${JSON.stringify(parseArguments(args, env))}`;
  } catch (error) {
    const { code, message } = error as FerryError;
    return code === 'usage' ? message : `${code}: ${message}`;
  }
}

describe('a command line', () => {
  it.each<[string, readonly string[], Command]>([
    ['nothing', [], { kind: 'open', folder: null, settings: {}, ...COMMON }],
    ['a folder', ['album'], { kind: 'open', folder: 'album', settings: {}, ...COMMON }],
    ['open', ['open'], { kind: 'open', folder: null, settings: {}, ...COMMON }],
    [
      'open with a folder',
      ['open', 'album', '--verbose'],
      { kind: 'open', folder: 'album', settings: {}, home: null, verbose: true },
    ],
    [
      'a folder named like a command',
      ['open', 'run'],
      { kind: 'open', folder: 'run', settings: {}, ...COMMON },
    ],
    ['start', ['start', 'album'], { kind: 'start', folder: 'album', settings: {}, ...COMMON }],
    ['doctor', ['doctor', '--home', '/h'], { kind: 'doctor', home: '/h', verbose: false }],
    ['lab', ['lab'], { kind: 'lab', port: 0, host: '127.0.0.1', https: false, ...COMMON }],
    [
      'lab with everything',
      ['lab', '--port', '8080', '--host', '0.0.0.0', '--https'],
      { kind: 'lab', port: 8080, host: '0.0.0.0', https: true, ...COMMON },
    ],
    ['run', ['run', 'album'], RUN],
    [
      'run with a query',
      ['run', 'album', '--page', 'pages/a/a?x=1&y=2'],
      { ...RUN, page: 'pages/a/a?x=1&y=2' },
    ],
    [
      'run of all pages',
      ['run', '--all-pages', 'album', '--screenshots=shots'],
      { ...RUN, allPages: true, screenshots: 'shots' },
    ],
    [
      'queries for some of all pages',
      ['run', 'album', '--all-pages', '--query', 'pages/a/a?id=1&b=2', '--query=/pages/b/b?x=%20'],
      {
        ...RUN,
        allPages: true,
        queries: new Map([
          ['pages/a/a', 'id=1&b=2'],
          ['pages/b/b', 'x=%20'],
        ]),
      },
    ],
    [
      'run with everything else',
      [
        'run',
        'album',
        '--lab',
        '--fresh',
        '--timeout',
        '5000',
        '--json',
        '-',
        '--screenshot',
        'a.png',
        '--home=/h',
        '--verbose',
      ],
      {
        ...RUN,
        lab: true,
        fresh: true,
        timeoutMs: 5000,
        json: '-',
        screenshot: 'a.png',
        home: '/h',
        verbose: true,
      },
    ],
    ['run that keeps, as it does anyway', ['run', 'album', '--keep'], RUN],
    [
      'run with steps in the order they are written',
      [
        'run',
        'album',
        '--tap',
        '#a',
        '--wait',
        '200',
        '--input',
        '#b=text',
        '--wait',
        '.done',
        '--tap',
        '.c .d',
      ],
      {
        ...RUN,
        steps: [
          { kind: 'tap', selector: '#a' },
          { kind: 'wait-ms', ms: 200 },
          { kind: 'input', selector: '#b', text: 'text' },
          { kind: 'wait-selector', selector: '.done' },
          { kind: 'tap', selector: '.c .d' },
        ],
      },
    ],
    [
      'run with picks',
      ['run', 'album', '--choose', 'a.jpg', '--choose', 'b.jpg,c.jpg', '--choose', 'cancel'],
      {
        ...RUN,
        picks: [
          { kind: 'files', paths: ['a.jpg'] },
          { kind: 'files', paths: ['b.jpg', 'c.jpg'] },
          { kind: 'cancel' },
        ],
      },
    ],
    [
      'run with permissions denied and places to save to',
      ['run', 'album', '--deny', 'writePhotosAlbum', '--deny', 'scope.record', '--save-as', '/h/a.pdf'],
      {
        ...RUN,
        deniedScopes: ['scope.writePhotosAlbum', 'scope.record'],
        saveAs: [resolve('/h/a.pdf')],
      },
    ],
    ['help', ['--help'], { kind: 'help', topic: null }],
    ['-h', ['-h'], { kind: 'help', topic: null }],
    ['help of a command', ['help', 'run'], { kind: 'help', topic: 'run' }],
    ['--help of run, without a folder', ['run', '--help'], { kind: 'help', topic: 'run' }],
    ['--help of lab', ['lab', '-h'], { kind: 'help', topic: 'lab' }],
    ['--help of doctor', ['doctor', '--help'], { kind: 'help', topic: 'doctor' }],
    ['--help of open', ['album', '--help'], { kind: 'help', topic: 'open' }],
    ['version', ['--version'], { kind: 'version' }],
  ])('of %s', (_what, args, command) => {
    expect(parseArguments(args, {})).toEqual(command);
  });

  it.each<[readonly string[], string]>([
    [['a', 'b'], 'ferry open takes one folder, not 2.'],
    [['start', 'a', 'b'], 'ferry start takes one folder, not 2.'],
    [['run'], 'ferry run needs the folder of a mini-program: ferry run <folder>.'],
    [['run', 'a', 'b', 'c'], 'ferry run takes one folder; b c is too much.'],
    [['run', 'a', '--keep', '--fresh'], '--keep and --fresh exclude each other.'],
    [['run', 'a', '--all-pages', '--page', 'x'], '--all-pages and --page exclude each other.'],
    [['run', 'a', '--query', 'x?a=1'], '--query goes with --all-pages; with --page, write the query there.'],
    [
      ['run', 'a', '--all-pages', '--query', 'x'],
      '--query takes <page>?<query>, such as pages/order/order?id=1, not "x".',
    ],
    [['run', 'a', '--timeout', '0'], '--timeout takes a whole number from 1, not 0.'],
    [['run', 'a', '--timeout', '1.5'], '--timeout takes a whole number from 1, not 1.5.'],
    [['run', 'a', '--timeout', '1e3'], '--timeout takes a whole number from 1, not 1e3.'],
    [['run', 'a', '--timeout', 'soon'], '--timeout takes a whole number from 1, not soon.'],
    [['run', 'a', '--choose', ''], '--choose needs a file, several joined by commas, or cancel.'],
    [['run', 'a', '--choose', ',,'], '--choose needs a file, several joined by commas, or cancel.'],
    [['run', 'a', '--input', '#name'], '--input takes <selector>=<text>, not "#name".'],
    [['run', 'a', '--input', '=text'], '--input takes <selector>=<text>, not "=text".'],
    [['run', 'a', '--input', '[a=b]'], '--input takes <selector>=<text>, not "[a=b]".'],
    [['lab', '--port', '65536'], '--port is at most 65535.'],
    [['lab', '--port', 'http'], '--port takes a whole number from 0, not http.'],
  ])('%j is refused: %s', (args, line) => {
    expect(usageOf(args)).toBe(line);
  });

  it.each([
    [['run', 'a', '--nonsense']],
    [['run', 'a', '--tap']],
    [['run', 'a', '--lab=yes']],
    [['run', 'a', '-x']],
    [['lab', 'folder']],
    [['doctor', 'folder']],
    [['open', '--json', 'x']],
    [['--nonsense']],
  ])('%j is refused in one line that shows the way', (args) => {
    const line = usageOf(args);
    expect(line).toMatch(/ See ferry --help\.$/);
    expect(line).not.toMatch(/\n|^accepted/);
  });

  it('with a time longer than a timer can count is refused, not run out at once', () => {
    expect(usageOf(['run', 'a', '--timeout', '2147483647'])).toMatch(/^accepted/);
    expect(usageOf(['run', 'a', '--timeout', '2147483648'])).toMatch(/^--timeout /);
  });
});

describe('what comes later', () => {
  // cli.md, less what this version has.
  const COMMANDS = ['auto', 'mcp', 'transfers'];
  const OPTIONS = ['--flow', '--retries', '--shard', '--har', '--junit', '--html', '--no-redact'];

  it.each(COMMANDS)('ferry %s says so', (command) => {
    expect(usageOf([command, '--project', 'x'])).toMatch(
      new RegExp(`^ferry ${command} is not in this version yet; it comes with .+\\.$`),
    );
  });

  it.each(OPTIONS)('%s says so, however it is written', (option) => {
    const expected = new RegExp(`^${option} is not in this version yet; it comes with .+\\.$`);
    for (const args of [[option], [option, 'x'], [`${option}=x`]]) {
      expect(usageOf(['run', 'album', ...args])).toMatch(expected);
    }
  });

  it('is all that is kept as such', () => {
    expect([
      [...LATER_COMMANDS.keys()].sort(),
      [...LATER_RUN_OPTIONS.keys()].map((name) => `--${name}`).sort(),
    ]).toEqual([[...COMMANDS].sort(), [...OPTIONS].sort()]);
  });
});

describe('--input', () => {
  it.each([
    ['#name=text', '#name', 'text'],
    ['#name=', '#name', ''],
    ['#name=a=b', '#name', 'a=b'],
    ['#name==', '#name', '='],
    ['[a=b]=text', '[a=b]', 'text'],
    ['[a="b"]=text', '[a="b"]', 'text'],
    ['[a^=b]=text', '[a^=b]', 'text'],
    ['input[type=text][data-x=y] .z=a=b', 'input[type=text][data-x=y] .z', 'a=b'],
    ['#name=[a=b]', '#name', '[a=b]'],
    ['#name=a]b', '#name', 'a]b'],
    ['[a=b]=x]y', '[a=b]', 'x]y'],
    ['#json={"a":[1,2]}', '#json', '{"a":[1,2]}'],
    ['#name=two\nlines', '#name', 'two\nlines'],
    ['#name=渡口 =', '#name', '渡口 ='],
  ])('%j types %j and %j', (value, selector, text) => {
    expect(parseArguments(['run', 'a', '--input', value], {})).toMatchObject({
      steps: [{ kind: 'input', selector, text }],
    });
  });
});

describe('the home', () => {
  it.each([
    [[], {}, null],
    [[], { FERRY_HOME: '/env' }, '/env'],
    [['--home', '/option'], { FERRY_HOME: '/env' }, '/option'],
    [[], { FERRY_HOME: '' }, null],
  ])('of %j and %j is %j', (args, env, home) => {
    expect(parseArguments(['run', 'a', ...args], env as Record<string, string>)).toMatchObject({ home });
  });
});
