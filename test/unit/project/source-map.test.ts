import { expect, it } from 'vitest';
import { createStackMapper } from '../../../src-main/project/source-map.ts';
import { tempDir } from '../../support/temp-dir.ts';

const repeated = (line: string, length: number): string =>
  `${line}\n`.repeat(Math.ceil(length / (line.length + 1))).slice(0, length);

it('a long stack is cut to what the log keeps', async () => {
  const mapper = createStackMapper(await tempDir());
  const { stack, location } = mapper.mapStack(`${'a'.repeat(500_000)}\n${'b://'.repeat(120_000)}`);
  expect([stack.length, stack.at(-1), location]).toEqual([16_385, '…', null]);
});

it('places outside the build stay as they are, those inside lose the page’s origin', async () => {
  const mapper = createStackMapper(await tempDir());
  const lines = [
    ['    at f (ferry://wx1/build/app.js:1:2)', '    at f (build/app.js:1:2)'],
    ['    at http://127.0.0.1:8080/build/a/b.js?v=1:33:4', '    at build/a/b.js:33:4'],
    ['    at g (ferry://wx1/runtime/page.js:9:9)', '    at g (runtime/page.js:9:9)'],
    ['ferry://wx1/runtime/page.js failed', 'runtime/page.js failed'],
    ['two: a://b/build/c.js:1:2,a://b/build/d.js:3:4', 'two: build/c.js:1:2,build/d.js:3:4'],
    ['    at ferry://wx1/build/app.js', '    at ferry://wx1/build/app.js'],
    ['see https://host/build/notes.txt:1:2', 'see https://host/build/notes.txt:1:2'],
    ['no place: 12:30:45 and a/build/app.js:1:2', 'no place: 12:30:45 and a/build/app.js:1:2'],
  ];
  const { stack } = mapper.mapStack(lines.map(([raw]) => raw).join('\n'));
  expect(stack.split('\n')).toEqual(lines.map(([, mapped]) => mapped));
});

const LENGTH = 65_536;
const ORDINARY = repeated('    at explode (ferry://wx1/build/app.js:12:34)', LENGTH);
it.each([
  ['one place begun again and again', repeated(`${'a'.repeat(40)}://${'/build/'.repeat(270)}`, LENGTH)],
  ['the runtime begun again and again', repeated(`${'a'.repeat(40)}://${'/runtime/'.repeat(210)}`, LENGTH)],
  ['nothing but schemes', 'b://'.repeat(LENGTH / 4)],
  ['nothing but a name', 'a'.repeat(LENGTH)],
  ['one long query', `a://b/build/c.js${'?'.repeat(LENGTH)}`.slice(0, LENGTH)],
  [
    'thousands of scripts that do not exist',
    Array.from({ length: 4000 }, (_, index) => `a://b/build/${String(index)}.js:1:1`).join('\n'),
  ],
])('a stack made to keep the mapper busy costs like an ordinary one: %s', async (_name, hostile) => {
  const folder = await tempDir();
  const quickestMs = (stack: string): number =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const mapper = createStackMapper(folder);
        const started = performance.now();
        for (let count = 0; count < 8; count += 1) mapper.mapStack(stack);
        return performance.now() - started;
      }),
    );
  expect(quickestMs(hostile) / quickestMs(ORDINARY)).toBeLessThan(5);
});
