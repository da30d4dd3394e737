import { describe, expect, it } from 'vitest';
import { createPageLog, type PageLogChange } from '../../../src-main/program/page-log.ts';

const line = (text: string) => ({ atEpochMs: 1, level: 'log', text, page: 'pages/a/a' }) as const;
const exception = (message: string) =>
  ({ atEpochMs: 1, page: 'pages/a/a', message, stack: '', location: null, cause: 'project' }) as const;

describe('what a program’s pages say', () => {
  it('is kept newest last under rising ids, console and exceptions numbered together', () => {
    const log = createPageLog();
    log.addConsole(line('one'));
    log.addException(exception('two'));
    log.addConsole(line('three'));
    expect([
      log.console.map(({ id, text }) => [id, text]),
      log.exceptions.map(({ id, message }) => [id, message]),
    ]).toEqual([
      [
        [1, 'one'],
        [3, 'three'],
      ],
      [[2, 'two']],
    ]);
  });

  it('is bounded: the oldest go', () => {
    const log = createPageLog();
    for (let count = 1; count <= 2003; count += 1) log.addConsole(line(String(count)));
    expect([log.console.length, log.console[0]?.text, log.console.at(-1)?.text]).toEqual([2000, '4', '2003']);
  });

  it('is bounded in all its text: long lines and long stacks leave fewer of them', () => {
    const log = createPageLog();
    for (let count = 1; count <= 300; count += 1) {
      log.addConsole(line(`${String(count)} ${'x'.repeat(9_996)}`.slice(0, 10_000)));
      log.addException({ ...exception('m'.repeat(5_000)), stack: 's'.repeat(5_000) });
    }
    expect([log.console.length, log.console.at(-1)?.text.slice(0, 3)]).toEqual([200, '300']);
    expect(log.exceptions).toHaveLength(200);
  });

  it('is bounded in what pages say of their opening, too', () => {
    const log = createPageLog();
    const message = Buffer.alloc(990_000, 'm').toString();
    for (let count = 1; count <= 2100; count += 1) {
      log.pageOpening(`pages/${String(count)}`, 'q'.repeat(8_000));
      log.pageFailed(`pages/${String(count)}`, message);
    }
    const length = log.visits.reduce(
      (sum, visit) => sum + visit.query.length + (visit.failure?.length ?? 0),
      0,
    );
    expect(length).toBeLessThanOrEqual(2_000_000);
    expect(log.visits.at(-1)).toMatchObject({ path: 'pages/2100', failure: `${'m'.repeat(16_384)}…` });
    for (let count = 1; count <= 2100; count += 1) {
      log.restart();
      log.breakOff('pages/a/a', 'gone');
    }
    expect(log.visits).toHaveLength(2000);
  });

  it('is cleared without a number being used twice', () => {
    const log = createPageLog();
    log.addConsole(line('before'));
    log.addException(exception('before'));
    log.clearConsole();
    expect([log.console, log.exceptions]).toEqual([[], []]);
    log.addConsole(line('after'));
    expect(log.console[0]?.id).toBe(3);
  });

  it('is told change by change until the listener leaves', () => {
    const log = createPageLog();
    const heard: PageLogChange['kind'][] = [];
    const off = log.onChange(({ kind }) => heard.push(kind));
    log.addConsole(line('x'));
    log.addException(exception('x'));
    log.addUnsupported('wx.login');
    log.pageOpening('pages/a/a', '');
    log.pageReady('pages/a/a', 1);
    log.setRoutes(['pages/a/a']);
    log.restart();
    off();
    log.addConsole(line('x'));
    expect(heard).toEqual(['console', 'exception', 'unsupported', 'page', 'page', 'page', 'page']);
  });

  it('counts what it used in vain, the most used first', () => {
    const log = createPageLog();
    for (const api of ['wx.login', 'wx.scan', 'wx.scan', 'wx.pay', 'wx.scan', 'wx.pay'])
      log.addUnsupported(api);
    expect(log.unsupported()).toEqual([
      { api: 'wx.scan', calls: 3 },
      { api: 'wx.pay', calls: 2 },
      { api: 'wx.login', calls: 1 },
    ]);
  });
});

describe('the pages a program opens', () => {
  it('are visits with how they went, in order', () => {
    const log = createPageLog();
    log.pageOpening('pages/a/a', '');
    log.pageReady('pages/a/a', 31);
    log.pageOpening('pages/b/b', 'id=1');
    log.pageFailed('pages/b/b', 'no');
    log.pageOpening('pages/a/a', 'again=1');
    expect(log.visits).toEqual([
      { path: 'pages/a/a', query: '', opened: true, failure: null, openMs: 31 },
      { path: 'pages/b/b', query: 'id=1', opened: false, failure: 'no', openMs: 0 },
      { path: 'pages/a/a', query: 'again=1', opened: false, failure: null, openMs: 0 },
    ]);
  });

  it('are loading while one of them is', () => {
    const log = createPageLog();
    const loading: boolean[] = [];
    const look = (): void => void loading.push(log.state().loading);
    look();
    log.pageOpening('pages/a/a', '');
    log.pageOpening('pages/b/b', '');
    look();
    log.pageReady('pages/a/a', 1);
    look();
    log.pageFailed('pages/b/b', 'no');
    look();
    log.pageReady('pages/nobody/opened', 1);
    look();
    expect(loading).toEqual([false, true, true, false, false]);
  });

  it('are a stack whose last is the route', () => {
    const log = createPageLog();
    expect(log.state()).toEqual({ route: '', routes: [], loading: false });
    log.setRoutes(['pages/a/a', 'pages/b/b']);
    expect(log.state()).toEqual({ route: 'pages/b/b', routes: ['pages/a/a', 'pages/b/b'], loading: false });
  });

  it('are none after a restart, which loads the first, and what was said stays', () => {
    const log = createPageLog();
    log.addConsole(line('before'));
    log.pageOpening('pages/a/a', '');
    log.setRoutes(['pages/a/a']);
    log.restart();
    expect([log.state(), log.console.length, log.visits.length]).toEqual([
      { route: '', routes: [], loading: true },
      1,
      1,
    ]);
  });
});

describe('a run that breaks off', () => {
  it('fails what was opening and has nothing open', () => {
    const log = createPageLog();
    log.restart();
    log.pageOpening('pages/a/a', '');
    log.pageReady('pages/a/a', 1);
    log.setRoutes(['pages/a/a']);
    log.pageOpening('pages/b/b', '');
    log.breakOff('pages/a/a', 'gone');
    expect(log.visits.map(({ path, opened, failure }) => [path, opened, failure])).toEqual([
      ['pages/a/a', true, null],
      ['pages/b/b', false, 'gone'],
    ]);
    expect(log.state()).toEqual({ route: '', routes: [], loading: false });
  });

  it('before any page was there fails the page it would have begun with', () => {
    const log = createPageLog();
    log.restart();
    expect(log.state().loading).toBe(true);
    log.breakOff('pages/a/a', 'gone');
    expect(log.visits.map(({ path, failure }) => [path, failure])).toEqual([['pages/a/a', 'gone']]);
    expect(log.state().loading).toBe(false);
  });
});
