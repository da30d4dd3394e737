import { describe, expect, it } from 'vitest';
import { createWxHarness, type WxHarness } from './wx-harness.ts';

const A = 'http://tmp/a.mp3';
const SRC_A = `src resource:${A}@pages/index/index`;

function play(page: WxHarness, name: string, options: object = {}): void {
  page.call('playVoice')({
    filePath: A,
    ...options,
    success: page.listener(`${name} success`),
    fail: page.listener(`${name} fail`),
  });
}

describe('voice', () => {
  it('succeeds when the voice has ended', async () => {
    const page = createWxHarness();
    play(page, 'a');
    await page.settle();
    expect(page.log).toEqual([]);
    page.voice.fire('ended');
    await page.settle();
    expect(page.voice.done).toEqual([SRC_A, 'play']);
    expect(page.log).toEqual([['a success', { errMsg: 'playVoice:ok' }]]);
  });

  it('resumes the same file after a pause and starts over after a stop', async () => {
    const page = createWxHarness();
    play(page, 'first');
    page.call('pauseVoice')();
    play(page, 'again');
    page.call('stopVoice')();
    await page.settle();
    play(page, 'over');
    await page.settle();
    expect(page.voice.done).toEqual([SRC_A, 'play', 'pause', 'play', 'pause', SRC_A, 'play']);
    expect(page.log.map(([name]) => name)).toEqual(['first success', 'again success']);
  });

  it('lets a new file interrupt the old', async () => {
    const page = createWxHarness();
    play(page, 'a');
    play(page, 'b', { filePath: 'http://tmp/b.mp3' });
    page.voice.fire('ended');
    await page.settle();
    expect(page.log).toEqual([
      ['a fail', { errMsg: 'playVoice:fail interrupted' }],
      ['b success', { errMsg: 'playVoice:ok' }],
    ]);
  });

  it('stops at the duration', async () => {
    const page = createWxHarness();
    play(page, 'a', { duration: 2 });
    page.voice.currentTime = 1.9;
    page.voice.fire('timeupdate');
    await page.settle();
    expect(page.log).toEqual([]);
    page.voice.currentTime = 2;
    page.voice.fire('timeupdate');
    await page.settle();
    expect(page.voice.done.at(-1)).toBe('pause');
    expect(page.log.map(([name]) => name)).toEqual(['a success']);
  });

  it.each([
    [4, { errMsg: 'playVoice:fail file not exist', errno: 1300002 }],
    [3, { errMsg: 'playVoice:fail decode failed', errno: 1300022 }],
  ])('fails with media error %d', async (code, failure) => {
    const page = createWxHarness();
    play(page, 'a');
    page.voice.error = { code };
    page.voice.fire('error');
    await page.settle();
    expect(page.log).toEqual([['a fail', failure]]);
  });
});
