import vm from 'node:vm';
import { expect, test } from 'vitest';
import { consoleScript } from '../../../src-main/program/console-code.ts';
import { mappedValues } from '../../../src-main/program/console-values.ts';

/** Runs lines one after the other, as the page's runtime does with a scope that lasts. */
async function results(...lines: readonly string[]): Promise<readonly unknown[]> {
  const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const scope = new Proxy(kept, { has: (target, name) => name in target });
  const context = vm.createContext({
    ferryRuntime: { evaluate: (code: (given: object) => unknown) => code(scope) },
  });
  const all: unknown[] = [];
  for (const line of lines) all.push(await vm.runInContext(consoleScript(line), context));
  return JSON.parse(JSON.stringify(all)) as readonly unknown[];
}

test('what a line declares, the next one knows', async () => {
  expect(
    await results(
      'const { a, b: [c] = [2] } = { a: 1 }; let d',
      '[a, c, typeof d]',
      'function twice(x) { return x * 2 }',
      'twice(a + c)',
      'class Boat { name = "paper" }',
      'new Boat().name',
      'let a = 5; a',
    ),
  ).toEqual([null, [1, 2, 'undefined'], null, 6, null, 'paper', 5]);
});

test('await is for anywhere, braces are an object, and the last expression is the result', async () => {
  expect(
    await results('await Promise.resolve(3)', '{ a: 1 }', '1; 2; // and no more', 'if (true) { 4 }'),
  ).toEqual([3, { a: 1 }, 2, null]);
});

test('what does not parse is told before anything runs', () => {
  expect(() => consoleScript('1 +')).toThrow(SyntaxError);
  expect(() => consoleScript('}); evil(); (() => {')).toThrow(SyntaxError);
});

test('errors in the pictures of a line get the project’s own places, wherever they stand; what is odd stays', () => {
  const mapStack = (stack: string) => ({ stack: stack.replace('build/app.js:1:2', 'app.js:7:3') });
  const error = { kind: 'error', text: 'Error: x\n  at build/app.js:1:2', length: 0 };
  const line = [{ kind: 'object', text: 'Object', length: 1, entries: [['cause', error]] }, error];
  const mapped = mappedValues(JSON.stringify(line), mapStack);
  expect(mapped.match(/app\.js:7:3/g)).toHaveLength(2);
  expect(mapped).not.toContain('build/');
  expect(mappedValues('{"kind":"error"', mapStack)).toBe('{"kind":"error"');
  expect(mappedValues('[{"kind":"error","text":5}]', mapStack)).toBe('[{"kind":"error","text":5}]');
});
