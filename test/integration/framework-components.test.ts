/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPage, openFrameworkPage } from '../support/framework-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openFrameworkPage(harness, 'component');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

const text = async (id: string): Promise<string> => run.page.innerText(`[id$="--${id}"]`);

describe('properties', () => {
  it('convert what they are given by their type, and fall back to the type’s empty value', async () => {
    const data = await inPage(run, (page) => page['selectComponent']('#probe').data);
    expect(data).toMatchObject({
      text: '',
      count: 12,
      flag: true,
      list: [],
      object: null,
      either: 5,
      any: null,
      value: 'b',
    });
  });

  it('have their own value where nothing is given, a copy for each instance', async () => {
    expect(
      await inPage(run, (page) => {
        const [one, other] = page['selectAllComponents']('.probe');
        return [other.data, one.data.a === other.data.a, one.data.list === other.data.list];
      }),
    ).toEqual([
      expect.objectContaining({
        text: 'default',
        count: 3,
        flag: false,
        list: ['kept'],
        object: { own: true },
        either: '',
        any: null,
      }),
      false,
      false,
    ]);
  });

  it('without their observer, or of no known type, still hold a value, and a warning tells of them', async () => {
    const held = await inPage(run, (page) => {
      const probe = page['selectComponent']('#probe');
      const { unheard, misheard, typeless } = probe.data;
      probe.setData({ unheard: '2', misheard: '3', typeless: 4 });
      const { data } = probe;
      return [unheard, misheard, typeless, data.unheard, data.misheard, data.typeless];
    });
    expect(held).toEqual([1, 1, 'as given', 2, 3, 4]);
    const told = (name: string): string[] =>
      run.console.filter((line) => line.includes(`property "${name}"`));
    expect([told('unheard'), told('misheard'), told('typeless')]).toEqual([
      ['warning: [components/probe/index] Cannot find method "nobody" for observer of property "unheard".'],
      [
        'warning: [components/probe/index] The observer of property "misheard" is not a function, got "number".',
      ],
      ['warning: [components/probe/index] the type of property "typeless" is illegal'],
    ]);
    expect(await run.reports('exception')).toEqual([]);
  });

  it.each<[string, unknown, unknown]>([
    ['count', 'twelve', 0],
    ['count', Number.NaN, 0],
    ['count', '7', 7],
    ['flag', '', false],
    ['flag', 0, false],
    ['text', 12, '12'],
    ['text', false, 'false'],
    ['either', 'word', 'word'],
    ['either', 3, 3],
    ['either', true, 'true'],
    ['list', [1], [1]],
    ['object', [1], [1]],
    ['object', { a: 1 }, { a: 1 }],
  ])('%s of %j is %j', async (name, value, expected) => {
    expect(
      await inPage(
        run,
        (page, [key, given]) => {
          page['setData']({ [key]: given });
          return page['selectComponent']('#probe').data[key];
        },
        [name, value] as const,
      ),
    ).toEqual(expected);
  });

  it('call an observer given by its name, with both values', async () => {
    expect(
      await inPage(run, (page) => {
        const probe = page['selectComponent']('#probe');
        probe.notes = [];
        page['setData']({ text: 'new' });
        return probe.notes;
      }),
    ).toEqual(['text new false']);
  });
});

describe('observers', () => {
  it.each<[string, object, string[]]>([
    ['of a path', { 'a.b': 5 }, ['a.b 5', 'a.** {"b":5,"c":[{"d":1},{"d":2}]}']],
    ['of an item', { 'a.c[1]': { d: 9 } }, ['a.** {"b":5,"c":[{"d":1},{"d":9}]}', 'a.c[1] {"d":9}']],
    ['not of an item for what is in it', { 'a.c[1].d': 9 }, ['a.** {"b":5,"c":[{"d":1},{"d":9}]}']],
    [
      'of another item, which only the wildcard hears',
      { 'a.c[0].d': 8 },
      ['a.** {"b":5,"c":[{"d":8},{"d":9}]}'],
    ],
    ['of several fields, once for one update', { count: 1, other: 2 }, ['count, other 1 2']],
    ['also where the value is what it was', { other: 2 }, ['count, other 1 2']],
  ])('%s', async (_, data, expected) => {
    const [notes, all] = await inPage(
      run,
      (page, given) => {
        const probe = page['selectComponent']('#probe');
        probe.notes = [];
        probe.all = 0;
        probe.setData(given);
        return [probe.notes, probe.all] as const;
      },
      data,
    );
    expect([...notes].sort()).toEqual([...expected].sort());
    expect(all).toBe(1);
  });

  it('hear of pure data, which is not drawn', async () => {
    expect(await text('shown')).toBe('1');
    expect(
      await inPage(run, (page) => {
        const pure = page['selectComponent']('#pure');
        pure.setData({ _hidden: 'other' });
        return [pure.heard, pure.data._hidden];
      }),
    ).toEqual([1, 'other']);
    expect(await text('shown')).toBe('1');
  });
});

describe('setData', () => {
  it('writes along paths, makes what is missing, copies what it is given, and calls back', async () => {
    const result = await inPage(run, async (page) => {
      const given = { deep: { x: 1 } };
      const calledBy = await new Promise((resolve) => {
        page['setData'](
          { 'made.list[1].name': 'n', object: { given: 'x1' }, given, fn: () => 7 },
          function (this: unknown) {
            resolve(this === page);
          },
        );
      });
      given.deep.x = 2;
      return [
        calledBy,
        page['data'].made,
        page['selectComponent']('#probe').data.object.given,
        page['data'].fn(),
      ];
    });
    expect(result).toEqual([true, { list: [undefined, { name: 'n' }] }, 'x1', 7]);
  });

  it('says what is wrong with its arguments', async () => {
    await inPage(run, (page) => {
      page['setData'](null);
      page['setData']('text');
      page['setData']({ gone: undefined });
      page['setData']({ fine: 1 }, 'no function');
    });
    await expect
      .poll(() =>
        run.console.filter(
          (line) => line.includes('setData accepts') || line.includes('undefined is invalid'),
        ),
      )
      .toEqual([
        'warning: Component "pages/component/index": setData accepts an Object rather than some null.',
        'warning: Component "pages/component/index": setData accepts an Object rather than some string.',
        'warning: Setting data field "gone" to undefined is invalid.',
      ]);
    expect(await inPage(run, (page) => page['data'].fine)).toBe(1);
  });

  it('tells a performance listener how long it took, with the paths when asked for', async () => {
    const [told, after] = await inPage(run, (page) => {
      const heard: Record<string, unknown>[] = [];
      page['setUpdatePerformanceListener']({ withDataPaths: true }, (update: Record<string, unknown>) =>
        heard.push(update),
      );
      const before = Date.now();
      page['setData']({ p: 1, 'q.r': 2 });
      page['setUpdatePerformanceListener']({}, null);
      page['setData']({ p: 2 });
      return [heard, { before, now: Date.now() }] as const;
    });
    expect(told).toEqual([
      {
        updateProcessId: expect.any(Number),
        isMergedUpdate: false,
        pendingStartTimestamp: expect.any(Number),
        updateStartTimestamp: expect.any(Number),
        updateEndTimestamp: expect.any(Number),
        dataPaths: ['p', 'q.r'],
      },
    ]);
    expect(told[0]?.['updateStartTimestamp']).toBeGreaterThanOrEqual(after.before);
    expect(told[0]?.['updateEndTimestamp']).toBeLessThanOrEqual(after.now);
  });
});

describe('two-way binding', () => {
  it('writes back along a path of a list, from a component and from an input', async () => {
    await inPage(run, (page) => page['selectComponent']('#probe').setData({ value: 'typed' }));
    await run.page.fill('[id$="--typed"] input', 'more');
    await expect
      .poll(async () => inPage(run, (page) => page['data'].deep))
      .toEqual({ typed: 'more', list: [{ name: 'a' }, { name: 'typed' }] });
  });
});

describe('slots', () => {
  it('take content by name, also by one that changes', async () => {
    expect(await text('before')).toBe('one');
    expect(await text('after')).toBe('two');
    await inPage(run, (page) => page['setData']({ where: 'after' }));
    expect(await text('before')).toBe('');
    expect(await text('after')).toBe('one\ntwo');
  });

  it('repeat their content with values of their own when dynamic', async () => {
    expect(await run.page.locator('[id$="--dyn"] .item').allInnerTexts()).toEqual(['p', 'q']);
  });
});

describe('behaviors', () => {
  it('merge data deeply in their order, the component’s own last; lists and words are replaced', async () => {
    expect(
      await inPage(run, (page) => {
        const merged = page['selectComponent']('#merged');
        return [merged.data, merged.order, merged.who(), merged.has()];
      }),
    ).toEqual([
      { nested: { a: 'one', b: 'two', c: 'own' }, list: [3], word: 'two', filtered: true },
      ['one', 'two', 'own'],
      'two',
      [true, true],
    ]);
  });

  it('of a page add data, methods and lifecycles', async () => {
    expect(
      await inPage(run, (page) => [
        page['data'].fromBehavior,
        page['data'].both,
        page['ofBehavior'](),
        page['clash'](),
      ]),
    ).toEqual([1, 'page', 'behavior', 'page']);
  });

  it('wx://component-export gives selectComponent what the component exports', async () => {
    expect(await inPage(run, (page) => page['selectComponent']('#exporter'))).toEqual({ secret: 42 });
  });

  it('wx://form-field makes a component a field of the form', async () => {
    await run.page.click('[id$="--submit"]');
    await run.page.click('[id$="--reset"]');
    expect(await inPage(run, (page) => page['heard'])).toEqual([
      ['submit', { inner: 'from component' }],
      ['reset'],
    ]);
  });
});

describe('relations', () => {
  const links = async (): Promise<unknown> =>
    inPage(run, (page) => [
      page['selectComponent']('#parent').links.splice(0),
      page['selectComponent']('#parent')
        .getRelationNodes('../child/index')
        .map((child: { data: { name: string } }) => child.data.name),
    ]);

  it('link through a behavior, in both directions, and follow what comes, moves and goes', async () => {
    expect(await links()).toEqual([
      ['linked x', 'linked y'],
      ['x', 'y'],
    ]);
    expect(await inPage(run, (page) => page['selectComponent']('#child-a').links)).toEqual([
      'linked to components/parent/index',
    ]);
    await inPage(run, (page) => page['setData']({ children: ['y', 'x', 'z'] }));
    const [events, names] = (await links()) as [string[], string[]];
    expect(names).toEqual(['y', 'x', 'z']);
    expect(events).toContain('linked z');
    expect(events.some((event) => event.startsWith('changed '))).toBe(true);
    await inPage(run, (page) => page['setData']({ children: ['z'] }));
    expect(await links()).toEqual([expect.arrayContaining(['unlinked x', 'unlinked y']), ['z']]);
  });
});

describe('members', () => {
  it('tell a component of itself, its owner and its page', async () => {
    expect(
      await inPage(run, (page) => {
        const probe = page['selectComponent']('#probe');
        return [
          probe.is,
          probe.id,
          probe.dataset,
          probe.properties === probe.data,
          probe.renderer,
          String(probe.exitState),
          probe.selectOwnerComponent() === page,
          probe.getPageId() === page['getPageId'](),
          /^pageId:\d+$/.test(page['getPageId']()),
          probe.getTabBar(),
          probe.getAppBar(),
          page['getAppBar'](),
          typeof probe.getOpenerEventChannel().emit,
          probe.getOpenerEventChannel() === page['getOpenerEventChannel'](),
          Object.keys(probe.router),
          Object.keys(page['pageRouter']),
          page['selectComponent']('#nowhere'),
          page['selectAllComponents']('.nowhere'),
          probe.groupSetData(() => {
            probe.setData({ other: 77 });
          }) === undefined && probe.data.other,
        ];
      }),
    ).toEqual([
      'components/probe/index',
      'probe',
      { name: 'p' },
      true,
      'webview',
      'undefined',
      true,
      true,
      true,
      null,
      null,
      null,
      'function',
      true,
      ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'],
      ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'],
      null,
      [],
      77,
    ]);
  });

  it('of a page: its lifecycles in order, its route, and itself on the stack', async () => {
    expect(
      await inPage(run, (page) => [
        page['order'],
        page['route'],
        page['options'],
        page['is'],
        page['pages']().length,
        page['pages']()[0] === page,
        Object.keys(page['plain']),
        page['keeper'].keep(),
        page['circular'].self === page['circular'],
        page['data'] === page['data'],
        page['app']().shared === page['app']().globalData,
      ]),
    ).toEqual([
      ['page onLoad {}', 'show', 'ready'],
      'pages/component/index',
      {},
      'pages/component/index',
      1,
      true,
      ['list'],
      'kept',
      true,
      true,
      true,
    ]);
  });

  it('of a page keep it as their own wherever they are called from', async () => {
    expect(
      await inPage(run, (page) => {
        const { self } = page;
        return self() === page;
      }),
    ).toBe(true);
  });
});

describe('lifetimes', () => {
  const life = async (): Promise<string[]> =>
    inPage(run, (page) => page['selectComponent']('#probe').life.splice(0));

  it('go in order, those of `lifetimes` in place of the old ones', async () => {
    await expect
      .poll(async () => inPage(run, (page) => page['selectComponent']('#probe').life))
      .toEqual(['created', 'attached', 'page show', 'ready', 'page routeDone']);
    await life();
  });

  it('tell of the page hiding, showing and changing its size; a page gets onResize', async () => {
    await inPage(run, (page) => {
      page['onResize'] = (size: unknown) => {
        page['resized'] = size;
      };
    });
    await run.page.setViewportSize({ width: 400, height: 700 });
    await expect
      .poll(async () => inPage(run, (page) => page['resized']))
      .toMatchObject({
        size: { windowWidth: 400, screenWidth: expect.any(Number) },
        deviceOrientation: 'portrait',
      });
    await run.emit({ kind: 'app', state: 'hidden' });
    await run.emit({ kind: 'app', state: 'shown' });
    expect(await life()).toEqual(['page resize 400', 'page hide', 'page show']);
  });
});

describe('a page made by Component()', () => {
  it('has its query as properties, loads once, and routes relative to itself', async () => {
    const detail = await openFrameworkPage(harness, 'detail', { entry: 'pages/detail/index?id=7' });
    expect(
      await inPage(detail, (page) => [page['data'].id, page['query'], page['loads'], page['options']]),
    ).toEqual(['7', { id: '7' }, 1, { id: '7' }]);
    await inPage(detail, (page) => page['relative']('../list/index?x=1'));
    await expect
      .poll(async () => inPage(detail, (page) => [page['route'], page['options']]))
      .toEqual(['pages/list/index', { x: '1' }]);
    await expect
      .poll(() => detail.console.filter((line) => line.includes('wx:key')))
      .toEqual(['warning: [pages/list/index] Do not set same key "1" in wx:key.']);
    await detail.close();
  });
});
