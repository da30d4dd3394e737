/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-explicit-any
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPage, openFrameworkPage } from '../support/framework-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openFrameworkPage(harness, 'query');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

const BOX = { left: 20, top: 40, right: 120, bottom: 90, width: 100, height: 50 };

/** What one request of a query answers: a method of NodesRef, or `fields` with what it asks for. */
async function answer(
  selector: string | null,
  ask: string | Record<string, unknown>,
  all = false,
): Promise<unknown> {
  return inPage(
    run,
    async (page, [wanted, asked, isAll]) =>
      new Promise((resolve) => {
        const query = page['query']();
        const nodes =
          wanted === null ? query.selectViewport() : isAll ? query.selectAll(wanted) : query.select(wanted);
        (typeof asked === 'string' ? nodes[asked]() : nodes.fields(asked)).exec((results: unknown[]) => {
          resolve(results[0]);
        });
      }),
    [selector, ask, all] as const,
  );
}

describe('a selector query', () => {
  it.each<[string, string | null, string | Record<string, unknown>, unknown]>([
    [
      'measures from the page, below its navigation bar',
      '#box',
      'boundingClientRect',
      { id: 'box', dataset: { rowId: '7', camelcase: 'x' }, ...BOX },
    ],
    ['gives null for what is not there', '.nowhere', 'boundingClientRect', null],
    ['does not select by tag', 'view', 'boundingClientRect', null],
    ['knows several classes', '.box.first', { id: true }, { id: 'box' }],
    ['knows descendants', '#scroller .late', { id: true }, { id: 'late' }],
    ['knows children', '.inner > .late', { id: true }, { id: 'late' }],
    ['does not take a grandchild for a child', '#scroller > .late', { id: true }, null],
    ['knows alternatives', '.nowhere, #late', { id: true }, { id: 'late' }],
    ['stays out of components', '.inside', { id: true }, null],
    [
      'enters components by >>>',
      '#nest >>> .inside',
      { id: true, dataset: true },
      { id: 'inside', dataset: { deep: 'yes' } },
    ],
    ['tells marks', '#box', { mark: true }, { mark: { who: 'me' } }],
    ['tells size alone', '#box', { size: true }, { width: 100, height: 50 }],
    ['tells the place alone', '#box', { rect: true }, { left: 20, top: 40, right: 120, bottom: 90 }],
    [
      'tells computed styles under the names asked for',
      '#box',
      { computedStyle: ['color', 'margin-left', 'backgroundColor'] },
      { color: 'rgb(9, 8, 7)', 'margin-left': '0px', backgroundColor: 'rgba(0, 0, 0, 0)' },
    ],
    [
      'tells properties under the names asked for',
      '#scroller',
      { properties: ['scrollY', 'scroll-x', 'no-such'] },
      { scrollY: true, 'scroll-x': false },
    ],
    [
      'tells how far a node is scrolled',
      '#scroller',
      'scrollOffset',
      { id: 'scroller', dataset: {}, scrollLeft: 0, scrollTop: 0, scrollWidth: 200, scrollHeight: 700 },
    ],
    ['has no node for what draws nothing', '#box', 'node', { node: null }],
    ['has no context for what draws nothing', '#box', 'context', { context: null }],
    [
      'measures the page',
      null,
      { id: true, dataset: true, size: true, rect: true },
      { id: '', dataset: {}, left: 0, top: 0, right: 390, bottom: 716, width: 390, height: 716 },
    ],
  ])('%s', async (_, selector, ask, expected) => {
    expect(await answer(selector, ask)).toEqual(expected);
  });

  it('answers for all matches in document order, and with an empty list for none', async () => {
    expect(await answer('.row', { dataset: true }, true)).toEqual([
      { dataset: { n: '1' } },
      { dataset: { n: '2' } },
    ]);
    expect(await answer('.nowhere', 'boundingClientRect', true)).toEqual([]);
  });

  it('tells the scroll position of the page', async () => {
    await run.page.$eval('.ferry-page__scroller', (scroller) => {
      scroller.scrollTop = 30;
    });
    expect(await answer(null, 'scrollOffset')).toMatchObject({
      id: '',
      scrollLeft: 0,
      scrollTop: 30,
      scrollWidth: 390,
    });
    expect(await answer('#box', 'boundingClientRect')).toMatchObject({ top: 10 });
    await run.page.$eval('.ferry-page__scroller', (scroller) => {
      scroller.scrollTop = 0;
    });
  });

  it('calls back later, each request first, then exec with all results in order; and can run again', async () => {
    expect(
      await inPage(
        run,
        async (page) =>
          new Promise((resolve) => {
            const heard: unknown[] = [];
            const query = page['query']();
            query.select('#late').fields({ id: true }, (result: unknown) => heard.push(['one', result]));
            query
              .selectAll('.nowhere')
              .fields({ id: true }, (result: unknown) => heard.push(['two', result]));
            query.select('#box').fields({ id: true });
            let runs = 0;
            const done = (results: unknown[]): void => {
              heard.push(['exec', results]);
              if (++runs === 2) resolve(heard);
              else query.exec(done);
            };
            query.exec(done);
            heard.push(['after exec']);
          }),
      ),
    ).toEqual([
      ['after exec'],
      ['one', { id: 'late' }],
      ['two', []],
      ['exec', [{ id: 'late' }, [], { id: 'box' }]],
      ['one', { id: 'late' }],
      ['two', []],
      ['exec', [{ id: 'late' }, [], { id: 'box' }]],
    ]);
  });

  it('starts in a component by in(), or as the component’s own', async () => {
    const found = await inPage(run, async (page) => {
      const nest = page['selectComponent']('#nest');
      const ask = async (query: Record<string, any>): Promise<unknown> =>
        new Promise((resolve) => {
          query['select']('.inside')
            .fields({ id: true })
            .exec((results: unknown[]) => {
              resolve(results[0]);
            });
        });
      return [await ask(nest.query()), await ask(nest.fromWx()), await ask(page['query']().in(nest))];
    });
    expect(found).toEqual([{ id: 'inside' }, { id: 'inside' }, { id: 'inside' }]);
  });

  it('asked in onLoad answers with the first layout', async () => {
    expect(await inPage(run, (page) => page['early'])).toMatchObject([BOX]);
  });
});

describe('an intersection observer', () => {
  /** Observes in the page and collects what it hears into `page.seen`. */
  async function observe(
    options: object,
    relative: [string | null, object?][],
    target: string,
  ): Promise<void> {
    await inPage(
      run,
      (page, [given, references, wanted]) => {
        page['seen'] = [];
        page['watcher']?.disconnect();
        const watcher = page['intersectionObserver'](given);
        for (const [selector, margins] of references) {
          if (selector === null) watcher.relativeToViewport(margins);
          else watcher.relativeTo(selector, margins);
        }
        watcher.observe(wanted, (result: Record<string, any>) => {
          page['seen'].push([
            result['id'] !== '' ? result['id'] : JSON.stringify(result['dataset']),
            Math.round(result['intersectionRatio'] * 100),
            Object.keys(result).sort().join(' '),
          ]);
        });
        page['watcher'] = watcher;
      },
      [options, relative, target] as const,
    );
  }
  const seen = async (): Promise<unknown[]> =>
    inPage(run, async (page) => {
      // Two frames: observers are told after layout.
      await new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 20))),
      );
      return page['seen'].map(([who, ratio]: [string, number]) => `${who} ${String(ratio)}`);
    });
  const scroll = async (selector: string, top: number): Promise<void> =>
    run.page.$eval(
      selector,
      (element, to) => {
        element.scrollTop = to;
      },
      top,
    );

  it('tells what is in sight at first, and nothing of what is not', async () => {
    await observe({}, [[null]], '#box');
    expect(await seen()).toEqual(['box 100']);
    await observe({}, [[null]], '.far');
    expect(await seen()).toEqual([]);
  });

  it('tells nothing at first where the initial ratio is that already', async () => {
    await observe({ initialRatio: 1, thresholds: [0.5] }, [[null]], '#box');
    expect(await seen()).toEqual([]);
  });

  it('follows an element that scrolls in another, at each threshold', async () => {
    await observe({ thresholds: [0, 0.5, 1] }, [['#scroller']], '#late');
    expect(await seen()).toEqual([]);
    await scroll('[id$="--scroller"]', 205);
    expect(await seen()).toEqual(['late 25']);
    await scroll('[id$="--scroller"]', 215);
    expect((await seen()).at(-1)).toBe('late 75');
    await scroll('[id$="--scroller"]', 300);
    expect((await seen()).at(-1)).toBe('late 100');
    await scroll('[id$="--scroller"]', 0);
    expect((await seen()).at(-1)).toBe('late 0');
  });

  it.each([
    ['px', 400],
    ['%', '400%'],
    ['rpx', '800rpx'],
  ])('widens its area by margins in %s', async (_, bottom) => {
    await observe({}, [['#scroller', { bottom }]], '#late');
    expect(await seen()).toEqual(['late 100']);
  });

  it('watches all matches when told so, and the first alone otherwise', async () => {
    await run.page.addStyleTag({ content: '.row { height: 10px }' });
    await observe({ observeAll: true }, [[null]], '.row');
    expect((await seen()).sort()).toEqual(['{"n":"1"} 100', '{"n":"2"} 100']);
    await observe({}, [[null]], '.row');
    expect(await seen()).toEqual(['{"n":"1"} 100']);
  });

  it('compares with an element beside the target, and with several areas at once', async () => {
    await observe({ thresholds: [0, 0.5] }, [['#mover']], '#box');
    expect(await seen()).toEqual([]);
    await observe({ thresholds: [0] }, [['#box'], [null]], '#box');
    expect(await seen()).toEqual(['box 100']);
  });

  it('tells all that WeChat documents', async () => {
    await observe({}, [[null]], '#box');
    await seen();
    expect(await inPage(run, (page) => page['seen'][0][2])).toBe(
      'boundingClientRect dataset id intersectionRatio intersectionRect relativeRect time',
    );
  });

  it('hears nothing more once disconnected', async () => {
    await observe({}, [['#scroller']], '#late');
    await inPage(run, (page) => page['watcher'].disconnect());
    await scroll('[id$="--scroller"]', 300);
    expect(await seen()).toEqual([]);
  });
});

describe('a media query observer', () => {
  it('tells at once, and when the page’s size crosses the query', async () => {
    await inPage(run, (page) => {
      page['media'] = [];
      page['observer'] = page['mediaObserver']();
      page['observer'].observe({ minWidth: 380, orientation: 'portrait' }, (result: unknown) =>
        page['media'].push(result),
      );
    });
    await expect.poll(async () => inPage(run, (page) => page['media'])).toEqual([{ matches: true }]);
    await run.page.setViewportSize({ width: 300, height: 780 });
    await expect
      .poll(async () => inPage(run, (page) => page['media']))
      .toEqual([{ matches: true }, { matches: false }]);
    await inPage(run, (page) => page['observer'].disconnect());
    await run.page.setViewportSize({ width: 390, height: 780 });
    expect(await inPage(run, (page) => page['media'].length)).toBe(2);
  });
});
