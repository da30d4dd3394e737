/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-explicit-any
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPage, openFrameworkPage } from '../support/framework-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openFrameworkPage(harness, 'events');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

interface Heard {
  readonly name: string;
  readonly event: Record<string, any>;
}

/** What handlers have heard since the last call. */
async function heard(): Promise<Heard[]> {
  return inPage(run, (page) =>
    page['log']
      .splice(0)
      .map(([name, event]: [string, object]) => ({ name, event: JSON.parse(JSON.stringify(event)) })),
  );
}
const names = async (): Promise<string[]> =>
  (await heard()).map(({ name, event }) =>
    ['press', 'emitted', 'bubbled', 'capturedAll'].includes(name) ? `${name} ${String(event['type'])}` : name,
  );
const tap = async (id: string): Promise<void> => run.page.click(`[id$="--${id}"]`);

describe('bindings', () => {
  it('go down by capture and up by bind, as far as the first catch', async () => {
    await tap('inner');
    const all = await heard();
    expect(all.map(({ name }) => name)).toEqual(['captured', 'inner', 'middle']);
    const [captured, inner, middle] = all.map(({ event }) => event);
    expect(captured).toMatchObject({
      type: 'tap',
      target: { id: 'inner', dataset: { list: [1, { a: 2 }] } },
      currentTarget: { id: 'outer', dataset: { elementtype: 't', elementKind: 'k' } },
    });
    expect(inner).toMatchObject({
      mark: { deep: '1', level: 'middle', own: 'o' },
      mut: false,
      _userTap: true,
    });
    expect(middle).toMatchObject({ currentTarget: { id: 'middle' }, target: { id: 'inner' } });
    expect(Object.keys(inner ?? {}).sort()).toEqual([
      '_userTap',
      'changedTouches',
      'currentTarget',
      'detail',
      'mark',
      'mut',
      'target',
      'timeStamp',
      'touches',
      'type',
    ]);
    expect(Object.keys(inner?.['target'] as object).sort()).toEqual([
      'dataset',
      'id',
      'offsetLeft',
      'offsetTop',
    ]);
    expect(inner?.['detail']).toEqual({ x: expect.any(Number), y: expect.any(Number) });
    expect(Object.keys((inner?.['changedTouches'] as object[])[0] ?? {}).sort()).toEqual([
      'clientX',
      'clientY',
      'force',
      'identifier',
      'pageX',
      'pageY',
    ]);
  });

  it('by mut-bind hear an event once, and leave the plain ones alone', async () => {
    await tap('mutInner');
    expect(await names()).toEqual(['mutInner', 'plainOuter']);
  });

  it('by capture-catch keep an event from going down', async () => {
    await tap('behind');
    expect(await names()).toEqual(['shut']);
  });

  it('may be named by data, be switched off by an empty name, and be a function of the instance', async () => {
    await tap('dynamic');
    await inPage(run, (page) => page['setData']({ handler: 'second' }));
    await tap('dynamic');
    await inPage(run, (page) => page['setData']({ handler: '' }));
    await tap('dynamic');
    await inPage(run, (page) => {
      page['later'] = (event: unknown) => page['log'].push(['later', event]);
      page['setData']({ handler: 'later' });
    });
    await tap('dynamic');
    expect(await names()).toEqual(['first', 'second', 'later']);
  });

  it('to a missing handler are pointed out once', async () => {
    await tap('missing');
    await tap('missing');
    const line =
      'warning: Component "pages/events/index" does not have a method "nobody" to handle event "tap".';
    await expect.poll(() => run.console.filter((text) => text === line)).toHaveLength(1);
  });

  it('are not stopped by what a handler returns', async () => {
    await tap('false');
    expect(await names()).toEqual(['returnsFalse', 'outer']);
  });

  it('hear a long press and then no tap; a cancelled touch is none', async () => {
    const box = await (await run.page.$('[id$="--press"]'))?.boundingBox();
    if (!box) throw new Error('no box');
    await run.page.mouse.move(box.x + 10, box.y + 5);
    await run.page.mouse.down();
    const all: string[] = [];
    await expect
      .poll(async () => {
        all.push(...(await names()));
        return all;
      })
      .toEqual(['press touchstart', 'press longpress', 'press longtap']);
    await run.page.mouse.up();
    expect(await names()).toEqual([]);
    const session = await run.page.context().newCDPSession(run.page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchStart',
      touchPoints: [{ x: box.x + 10, y: box.y + 5 }],
    });
    await session.send('Input.dispatchTouchEvent', { type: 'touchCancel', touchPoints: [] });
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await session.detach();
    expect(await names()).toEqual(['press touchstart', 'press touchcancel']);
    await run.page.mouse.down();
    await run.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    expect(await names()).toEqual(['press touchstart', 'press touchcancel']);
    await run.page.mouse.up();
    expect(await names()).toEqual([]);
  });
});

describe('triggerEvent', () => {
  /** Fires from the component inside the emitter. */
  const fire = async (name: string, options?: object): Promise<string[]> => {
    await inPage(
      run,
      (page, [event, given]) => {
        page['selectComponent']('#within').fire(event, { n: 1 }, given);
      },
      [name, options] as const,
    );
    return names();
  };

  it('reaches the page from its own component, with its detail and that component as target', async () => {
    await inPage(run, (page) => page['selectComponent']('#emitter').own('plain', { n: 0 }));
    const [first] = await heard();
    expect(first).toMatchObject({
      name: 'emitted',
      event: {
        type: 'plain',
        detail: { n: 0 },
        target: { id: 'emitter', dataset: { from: 'page' } },
        mark: { of: 'emitter' },
        _userTap: false,
      },
    });
    expect(first?.event).not.toHaveProperty('touches');
    await inPage(run, (page) => page['selectComponent']('#emitter').own('plain', 0));
    expect((await heard())[0]?.event['detail']).toBe(0);
    await inPage(run, (page) => page['selectComponent']('#emitter').own('plain'));
    expect((await heard())[0]?.event['detail']).toEqual({});
  });

  it('stays where it is without bubbles, and within its component without composed', async () => {
    expect(await fire('plain')).toEqual([]);
    expect(await fire('bubble', { bubbles: true })).toEqual([]);
    expect(await inPage(run, (page) => page['selectComponent']('#within').heardNames.splice(0))).toEqual([
      'bubble inner',
    ]);
  });

  it('crosses components with composed, and runs captures first with capturePhase', async () => {
    expect(await fire('all', { bubbles: true, composed: true })).toEqual(['bubbled all']);
    await inPage(run, (page) => {
      page['selectComponent']('#emitter').fire(
        'all',
        {},
        { bubbles: true, composed: true, capturePhase: true },
      );
    });
    const all = await heard();
    expect(all.map(({ name }) => name)).toEqual(['capturedAll', 'emitted']);
    expect(all[1]?.event).toMatchObject({ target: { id: 'emitter' }, mark: { of: 'emitter' } });
  });
});

describe('WXS', () => {
  const told = async (): Promise<unknown[]> => inPage(run, (page) => page['wxs'].splice(0));

  it('watches a property from its first value on', async () => {
    expect(await told()).toEqual([['changed', 'w0', 'none', 'found', '1']]);
    await inPage(run, (page) => page['setData']({ watched: 'w1' }));
    expect(await told()).toEqual([['changed', 'w1', 'w0', 'found', '1']]);
  });

  it('handles events with all of the component’s descriptor, and stops them by false', async () => {
    await tap('wxsInner');
    const all: unknown[] = [];
    await expect
      .poll(async () => {
        all.push(...(await told()));
        return all;
      })
      .toEqual([
        [1, 2, true, false, '1', true, 'tap', 'wxsInner', 1],
        ['frame', 'rgb(1, 2, 3)'],
      ]);
    expect(await names()).toEqual([]);
    const style = async (selector: string, property: string): Promise<string> =>
      run.page.$eval(selector, (element, name) => getComputedStyle(element).getPropertyValue(name), property);
    expect(Number.parseFloat(await style('[id$="--wxsInner"]', 'margin-left'))).toBeCloseTo(5.2);
    expect(await style('.other', 'color')).toBe('rgb(4, 5, 6)');
    expect(await run.page.$eval('[id$="--wxsInner"]', (element) => [...element.classList])).toEqual([
      'pad',
      'on',
    ]);
  });

  it('handles events when an expression chooses it', async () => {
    await tap('wxsEither');
    await expect.poll(told).toContainEqual([1, 2, true, false, '1', true, 'tap', 'wxsEither', 1]);
    expect(await run.reports('exception')).toEqual([]);
  });
});
