import { expect, test } from 'vitest';
import { InputQueue } from '../page/input-queue.ts';
import type { ViewInput } from '../worlds/view-messages.ts';

function moveTo(x: number, buttons = 0): ViewInput {
  const none = { y: 0, button: 0, clickCount: 0, modifiers: 0 };
  return { kind: 'mouse', type: 'mouseMoved', x, buttons, ...none };
}
const wheel = (deltaY: number): ViewInput => ({ kind: 'wheel', x: 0, y: 0, deltaX: 0, deltaY, modifiers: 0 });
const text = (typed: string): ViewInput => ({ kind: 'text', text: typed });

/** A page that takes as long as the test wishes. */
function slowPage() {
  const seen: ViewInput[] = [];
  const waiting: (() => void)[] = [];
  const queue = new InputQueue((input) => {
    seen.push(input);
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  return {
    queue,
    seen,
    catchUp: async (): Promise<void> => {
      for (const done of waiting.splice(0)) done();
      await new Promise(setImmediate);
    },
  };
}

test('while a page is busy, the pointer’s way is left out and where it leads to is kept', async () => {
  const { queue, seen, catchUp } = slowPage();
  for (const x of [1, 2, 3, 4]) queue.add(moveTo(x));
  expect(seen).toEqual([moveTo(1)]);
  await catchUp();
  expect(seen).toEqual([moveTo(1), moveTo(4)]);
});

test('turns of the wheel add up', async () => {
  const { queue, seen, catchUp } = slowPage();
  for (const delta of [10, 20, 30]) queue.add(wheel(delta));
  await catchUp();
  expect(seen).toEqual([wheel(10), wheel(50)]);
});

test('nothing overtakes: a press and a key come after the movement before them', async () => {
  const { queue, seen, catchUp } = slowPage();
  queue.add(moveTo(1));
  queue.add(moveTo(2));
  queue.add(text('a'));
  queue.add(moveTo(3));
  queue.add(wheel(5));
  await catchUp();
  expect(seen).toEqual([moveTo(1), moveTo(2), text('a'), moveTo(3), wheel(5)]);
});

test('a drag is not joined with what came before the button went down', async () => {
  const { queue, seen, catchUp } = slowPage();
  queue.add(moveTo(1));
  queue.add(moveTo(2));
  queue.add(moveTo(3, 1));
  await catchUp();
  expect(seen).toEqual([moveTo(1), moveTo(2), moveTo(3, 1)]);
});
