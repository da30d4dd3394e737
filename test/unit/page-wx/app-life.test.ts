import { describe, expect, it } from 'vitest';
import { createAppLife } from '../../../src-renderer/page/app-life.ts';
import type { LivePage } from '../../../src-renderer/page/router/live-page.ts';

function createHarness({ hasPage = true } = {}) {
  const log: unknown[] = [];
  const page = {
    call: (method: string) => log.push(`page ${method}`),
    component: { triggerPageLifetime: (name: string) => log.push(`components ${name}`) },
  } as unknown as LivePage;
  const life = createAppLife({
    app: {
      call(method, value) {
        log.push([`app ${method}`, value]);
        return true;
      },
    },
    router: { current: () => (hasPage ? page : null) },
    launch: { path: 'pages/a', query: { x: '1' }, scene: 1001 },
  });
  return { log, life };
}

describe('the life of the app', () => {
  it('tells the page before the app on the way out, and the app before the page on the way in', () => {
    const { log, life } = createHarness();
    life.listen((event) => log.push(event));
    life.handle({ kind: 'app', state: 'hidden' });
    life.handle({ kind: 'app', state: 'shown' });
    expect(log).toEqual([
      'page onHide',
      'components hide',
      ['app onHide', undefined],
      { kind: 'app', state: 'hidden' },
      ['app onShow', { path: 'pages/a', query: { x: '1' }, scene: 1001 }],
      { kind: 'app', state: 'shown' },
      'page onShow',
      'components show',
    ]);
  });

  it('happens once however often it is told', () => {
    const { log, life } = createHarness({ hasPage: false });
    life.handle({ kind: 'app', state: 'shown' });
    life.handle({ kind: 'app', state: 'hidden' });
    life.handle({ kind: 'app', state: 'hidden' });
    expect(log).toEqual([['app onHide', undefined]]);
  });

  it('hands a change of the network on, and nothing to app or page', () => {
    const { log, life } = createHarness();
    const off = life.listen((event) => log.push(event));
    const change = { kind: 'network', isConnected: true, networkType: '4g' } as const;
    life.handle(change);
    life.handle(change);
    off();
    life.handle(change);
    expect(log).toEqual([change, change]);
  });
});
