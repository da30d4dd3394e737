import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { PageReport } from '#contract/wx';
import { describeThrown } from '../../../src-renderer/page/errors/thrown.ts';
import { createLoader, type Loader } from '../../../src-renderer/page/loader/loader.ts';
import type { ModuleFactory, ModuleScope } from '../../../src-renderer/page/loader/module-scope.ts';
import { createReports } from '../../../src-renderer/page/reports.ts';
import { createEventChannel } from '../../../src-renderer/page/router/event-channel.ts';

describe('event channels', () => {
  it('keep on, drop once after one, and forget what is off', () => {
    const heard: string[] = [];
    const channel = createEventChannel({ opened: (value: unknown) => heard.push(`events ${String(value)}`) });
    const listener = (value: unknown): void => void heard.push(`on ${String(value)}`);
    channel.on('opened', listener);
    channel.once('opened', (value) => heard.push(`once ${String(value)}`));
    channel.emit('opened', 1);
    channel.off('opened', listener);
    channel.emit('opened', 2);
    expect(heard).toEqual(['events 1', 'on 1', 'once 1', 'events 2']);
  });
});

describe('describeThrown', () => {
  const inProject =
    'Error: x\n    at f (ferry://a/build/app.js:1:1)\n    at g (ferry://a/runtime/page.js:1:1)';
  const inRuntime = 'Error: x\n    at g (ferry://a/runtime/page.js:1:1)';

  it.each([
    [Object.assign(new TypeError('no'), { stack: inProject }), 'TypeError: no', false],
    [Object.assign(new Error('no'), { stack: inRuntime }), 'Error: no', true],
    [Object.assign(new Error('x:fail not supported in Ferry yet'), { stack: inProject }), undefined, true],
    [{ errMsg: 'request:fail timeout' }, 'request:fail timeout', false],
    [{ code: 1 }, '{"code":1}', false],
    ['text', 'text', false],
    [undefined, 'undefined', false],
  ])('%o', (value, message, ours) => {
    const thrown = describeThrown(value);
    expect(thrown.ours).toBe(ours);
    if (message !== undefined) expect(thrown.message).toBe(message);
  });
});

describe('reports', () => {
  it('are sent in batches, in order, and at once when flushed', () => {
    vi.useFakeTimers();
    const sent: (readonly PageReport[])[] = [];
    const reports = createReports(async (batch) => {
      sent.push(batch);
      return Promise.resolve();
    });
    reports.add({ kind: 'unsupported', api: 'a' });
    reports.add({ kind: 'unsupported', api: 'b' });
    expect(sent).toEqual([]);
    vi.runAllTimers();
    expect(sent).toEqual([
      [
        { kind: 'unsupported', api: 'a' },
        { kind: 'unsupported', api: 'b' },
      ],
    ]);
    reports.add({ kind: 'unsupported', api: 'c' });
    reports.flush();
    expect(sent).toHaveLength(2);
    vi.useRealTimers();
  });
});

describe('the loader', () => {
  const nothing = (): void => undefined;
  const loaded: string[] = [];
  let loader: Loader;
  const define = (
    id: string,
    body: (require: (name: string) => unknown, module: { exports: unknown }) => void,
  ): void => {
    loader.define(id, body as ModuleFactory);
  };

  beforeAll(() => {
    vi.stubGlobal('window', globalThis);
    const scope: ModuleScope = {
      wx: {},
      App: nothing,
      Page: nothing,
      Component: nothing,
      Behavior: nothing,
      getApp: nothing,
      getCurrentPages: () => [],
      requirePlugin: nothing,
    };
    loader = createLoader({
      packages: [
        { root: '', pages: [], scriptFile: 'app.js', templatesFile: 'app-templates.js' },
        { root: 'sub', pages: [], scriptFile: 'sub.js', templatesFile: 'sub-templates.js' },
      ],
      scope: () => scope,
      async loadScript(url) {
        loaded.push(url);
        return Promise.resolve();
      },
    });
  });

  it('resolves relative, absolute, npm and index references, and runs a module once', () => {
    let runs = 0;
    define('lib/a.js', (_, module) => {
      runs++;
      module.exports = 'a';
    });
    define('lib/index.js', (_, module) => (module.exports = 'index'));
    define('miniprogram_npm/pkg/index.js', (_, module) => (module.exports = 'npm'));
    const seen: unknown[] = [];
    define('pages/p/p.js', (require) => {
      for (const name of ['../../lib/a', '/lib/a.js', 'lib/a', '../../lib', 'pkg']) seen.push(require(name));
    });
    loader.run('pages/p/p');
    expect(seen).toEqual(['a', 'a', 'a', 'index', 'npm']);
    expect(runs).toBe(1);
  });

  it('keeps the unit current while modules it requires run', () => {
    const units: (string | null)[] = [];
    define('shared.js', () => units.push(loader.currentUnit()));
    define('pages/q/q.js', (require) => {
      require('../../shared');
      units.push(loader.currentUnit());
    });
    loader.run('pages/q/q');
    expect(units).toEqual(['pages/q/q', 'pages/q/q']);
    expect(loader.currentUnit()).toBeNull();
  });

  it('says what is missing in WeChat’s words, and runs a module that threw again', () => {
    define('pages/r/r.js', (require) => require('./gone'));
    const words = "module './gone' is not defined, require args is './gone'";
    expect(() => loader.run('pages/r/r')).toThrow(words);
    expect(() => loader.run('pages/r/r')).toThrow(words);
  });

  it('loads a package’s script once', async () => {
    await Promise.all([loader.ensurePackageOf('sub/a/a'), loader.ensurePackageOf('sub/b/b')]);
    await loader.ensurePackageOf('subway/c');
    expect(loaded).toEqual([
      'build/app-templates.js',
      'build/app.js',
      'build/sub-templates.js',
      'build/sub.js',
    ]);
  });
});
