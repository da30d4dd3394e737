/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnimation } from '../../src-renderer/page/animation/create-animation.ts';
import { frameStyle } from '../../src-renderer/page/animation/keyframes.ts';
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

const styleOf = async (id: string, property: string): Promise<string> =>
  run.page.$eval(
    `[id$="--${id}"]`,
    (element, name) => getComputedStyle(element).getPropertyValue(name),
    property,
  );

describe('wx.createAnimation', () => {
  it('has WeChat’s defaults, and options of each step over them', () => {
    const animation = createAnimation();
    expect(animation.opacity(0.5).step().export().actions[0]?.option).toEqual({
      transformOrigin: '50% 50% 0',
      transition: { duration: 400, timingFunction: 'linear', delay: 0 },
    });
    const own = { duration: 9, timingFunction: 'ease', delay: 3, transformOrigin: '0 0 0' };
    expect(animation.step(own).export().actions[0]?.option).toEqual({
      transformOrigin: '0 0 0',
      transition: { duration: 9, timingFunction: 'ease', delay: 3 },
    });
    expect(createAnimation(own).step().export().actions[0]?.option.transition.duration).toBe(9);
  });

  it.each<[string, unknown[], unknown]>([
    ['opacity', [0.3], { type: 'style', args: ['opacity', 0.3] }],
    ['backgroundColor', ['#fff'], { type: 'style', args: ['background-color', '#fff'] }],
    ['width', [30], { type: 'style', args: ['width', '30px'] }],
    ['height', ['10%'], { type: 'style', args: ['height', '10%'] }],
    ['left', [1], { type: 'style', args: ['left', '1px'] }],
    ['right', [1], { type: 'style', args: ['right', '1px'] }],
    ['top', [1], { type: 'style', args: ['top', '1px'] }],
    ['bottom', [1], { type: 'style', args: ['bottom', '1px'] }],
    ['scale', [2], { type: 'scale', args: [2, 2] }],
    ['scale', [2, 3], { type: 'scale', args: [2, 3] }],
    ...['matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale3d', 'scaleX'].map(
      (name): [string, unknown[], unknown] => [name, [1, 2], { type: name, args: [1, 2] }],
    ),
    ...[
      'scaleY',
      'scaleZ',
      'skew',
      'skewX',
      'skewY',
      'translate',
      'translate3d',
      'translateX',
      'translateY',
      'translateZ',
    ].map((name): [string, unknown[], unknown] => [name, [4], { type: name, args: [4] }]),
  ])('%s%j is one property of a step', (name, values, expected) => {
    const animation = createAnimation() as unknown as Record<string, (...all: unknown[]) => unknown>;
    expect(animation[name]?.(...values)).toBe(animation);
    expect(
      (animation as unknown as ReturnType<typeof createAnimation>).step().export().actions,
    ).toMatchObject([{ animates: [expected] }]);
  });

  it('keeps what earlier steps set, and begins anew with each export', () => {
    const animation = createAnimation();
    animation.rotate(45).step().translateX(10).step();
    expect(animation.export().actions.map(({ animates }) => animates.map(({ type }) => type))).toEqual([
      ['rotate'],
      ['rotate', 'translateX'],
    ]);
    expect(animation.export().actions).toEqual([]);
    expect(animation.rotate(90).step().export().actions[0]?.animates).toEqual([
      { type: 'rotate', args: [90] },
      { type: 'translateX', args: [10] },
    ]);
  });
});

describe('the animation attribute', () => {
  it('plays the steps one after another and tells the ends of transitions', async () => {
    await inPage(run, (page) => {
      const animation = page['animation']({ duration: 60 });
      animation.rotate(90).width(40).step().opacity(0).step({ duration: 30 });
      page['setData']({ steps: animation.export() });
    });
    await expect.poll(async () => inPage(run, (page) => page['ends'])).toBe(3);
    expect(await styleOf('stepper', 'width')).toBe('40px');
    expect(await styleOf('stepper', 'opacity')).toBe('0');
    expect(await styleOf('stepper', 'transform')).toMatch(
      /^matrix\(0, 1, -1, 0, 0, 0\)$|^matrix\(6\.\d+e-17, 1/,
    );
    expect(await styleOf('stepper', 'height')).toBe('10px');
  });

  it('moves a custom component that has no such property, which hidden and aria attributes reach too', async () => {
    expect(await styleOf('moving', 'width')).not.toBe('');
    expect(await styleOf('moving', 'opacity')).toBe('0');
    expect(await run.page.getAttribute('[id$="--moving"]', 'aria-label')).toBe('nested');
    await inPage(run, (page) => page['setData']({ hideNest: true }));
    expect(await styleOf('moving', 'display')).toBe('none');
  });
});

describe('this.animate', () => {
  it('plays keyframes, calls back, and leaves the last frame until it is cleared', async () => {
    await inPage(run, async (page) => {
      await new Promise<void>((resolve) =>
        page['animate'](
          '#mover',
          [
            { offset: 0, opacity: 1, rotate: 0, backgroundColor: '#ff0000' },
            { offset: 0.5, opacity: 0.9, ease: 'ease-in' },
            {
              opacity: 0.25,
              rotate: 90,
              translate: ['75rpx', 20],
              width: 80,
              backgroundColor: '#0000ff',
              transformOrigin: '0 0',
            },
          ],
          50,
          function (this: unknown) {
            page['animatedBy'] = this === page;
            resolve();
          },
        ),
      );
    });
    expect(await inPage(run, (page) => page['animatedBy'])).toBe(true);
    expect(await styleOf('mover', 'opacity')).toBe('0.25');
    expect(await styleOf('mover', 'width')).toBe('80px');
    expect(await styleOf('mover', 'background-color')).toBe('rgb(0, 0, 255)');
    expect(await styleOf('mover', 'transform-origin')).toBe('0px 0px');
    expect(await styleOf('mover', 'transform')).toMatch(/, -20, 39\)$/);
    await inPage(
      run,
      async (page) =>
        new Promise<void>((resolve) =>
          page['clearAnimation']('#mover', { opacity: true, translate: true }, resolve),
        ),
    );
    expect(await styleOf('mover', 'opacity')).toBe('0.5');
    expect(await styleOf('mover', 'transform')).toMatch(/, 0, 0\)$/);
    expect(await styleOf('mover', 'width')).toBe('80px');
    await inPage(
      run,
      async (page) => new Promise<void>((resolve) => page['clearAnimation']('#mover', resolve)),
    );
    expect(await styleOf('mover', 'transform')).toBe('none');
    expect(await styleOf('mover', 'width')).toBe('50px');
  });

  it('calls back where nothing matches', async () => {
    await inPage(
      run,
      async (page) =>
        new Promise<void>((resolve) => page['animate']('.nowhere', [{ opacity: 0 }], 10, resolve)),
    );
  });

  it('follows a scroll position in place of time', async () => {
    await inPage(run, (page) =>
      page['animate']('#mover', [{ opacity: 0 }, { opacity: 1 }], 1000, {
        scrollSource: '#scroller',
        orientation: 'vertical',
        timeRange: 1000,
        startScrollOffset: 100,
        endScrollOffset: 300,
      }),
    );
    const at = async (top: number): Promise<string> => {
      await run.page.$eval(
        '[id$="--scroller"]',
        (element, to) => {
          element.scrollTop = to;
        },
        top,
      );
      await run.page.evaluate(
        async () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      return styleOf('mover', 'opacity');
    };
    expect(await at(50)).toBe('0');
    expect(Number(await at(200))).toBeCloseTo(0.5);
    expect(await at(400)).toBe('1');
    await inPage(run, (page) => page['clearAnimation']('#mover'));
    expect(await at(200)).toBe('0.5');
    expect(await at(400)).toBe('0.5');
  });

  it('takes every documented property of a keyframe', () => {
    const transforms = {
      matrix: [1, 0, 0, 1, 5, 5],
      matrix3d: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
      rotate: 45,
      rotate3d: [1, 0, 0, 45],
      rotateX: 1,
      rotateY: 2,
      rotateZ: 3,
      scale: [1, 2],
      scale3d: [1, 2, 3],
      scaleX: 1,
      scaleY: 2,
      scaleZ: 3,
      skew: [1, 2],
      skewX: 1,
      skewY: 2,
      translate: [1, '2%'],
      translate3d: [1, 2, 3],
      translateX: 1,
      translateY: '10rpx',
      translateZ: 3,
    };
    const styles = {
      backgroundColor: 'red',
      opacity: 1,
      width: 1,
      height: '2em',
      left: 1,
      right: 2,
      top: 3,
      bottom: 4,
    };
    const style = frameStyle(
      { ...transforms, ...styles, transformOrigin: 'left', offset: 1, ease: 'linear', other: 1 },
      (text) => text,
    );
    expect([...style.transforms.values()].join(' ')).toBe(
      'matrix(1, 0, 0, 1, 5, 5) matrix3d(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1) rotate(45deg) rotate3d(1, 0, 0, 45deg) rotateX(1deg) rotateY(2deg) rotateZ(3deg) scale(1, 2) scale3d(1, 2, 3) scaleX(1) scaleY(2) scaleZ(3) skew(1deg, 2deg) skewX(1deg) skewY(2deg) translate(1px, 2%) translate3d(1px, 2px, 3px) translateX(1px) translateY(10rpx) translateZ(3px)',
    );
    expect([...style.styles.values()].map((pair) => pair.join(':')).join(' ')).toBe(
      'background-color:red opacity:1 width:1px height:2em left:1px right:2px top:3px bottom:4px',
    );
    expect(style.transformOrigin).toBe('left');
  });

  it('has worklets’ members, which call back and are counted', async () => {
    await inPage(run, async (page) => {
      await new Promise<void>((resolve) => page['applyAnimatedStyle']('#mover', () => ({}), {}, resolve));
      await new Promise<void>((resolve) => page['clearAnimatedStyle']('#mover', [], resolve));
    });
    await expect
      .poll(async () => run.reports('unsupported'))
      .toEqual([
        { kind: 'unsupported', api: 'this.applyAnimatedStyle' },
        { kind: 'unsupported', api: 'this.clearAnimatedStyle' },
      ]);
  });
});
