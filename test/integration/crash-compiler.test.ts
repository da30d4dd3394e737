import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createCompilerClient } from '../../src-main/program/compiler-client.ts';
import { compilers } from '../support/compiler-processes.ts';
import { PROJECTS } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const SMALL = path.join(PROJECTS, 'throwing');

/** A project that takes the compiler a good while. */
async function largeProject(): Promise<string> {
  const root = await tempDir();
  const pages = Array.from({ length: 150 }, (_, index) => `pages/p${String(index)}/index`);
  await writeFile(path.join(root, 'app.json'), JSON.stringify({ pages }));
  const rows = '<view wx:for="{{list}}" class="a b {{item.c}}" bindtap="tap">{{item.name + index}}</view>\n';
  for (const page of pages) {
    await mkdir(path.dirname(path.join(root, page)), { recursive: true });
    await writeFile(path.join(root, `${page}.wxml`), rows.repeat(30));
    await writeFile(path.join(root, `${page}.wxss`), '.a .b { width: 20rpx; }\n'.repeat(30));
    await writeFile(path.join(root, `${page}.js`), 'Page({ data: { list: [] }, tap() {} });\n');
  }
  return root;
}

describe('the compiler, killed', () => {
  it.each([0, 100])(
    '%i ms into a compile fails that compile clearly, and the next one works',
    async (afterMs) => {
      const [root, buildDir] = [await largeProject(), await tempDir()];
      const { fork: start, children } = compilers();
      const client = createCompilerClient(start);
      // The start of the process is over before the clock runs.
      await client.compile(SMALL, path.join(buildDir, 'small'));
      const lost = client.compile(root, path.join(buildDir, 'large'));
      await sleep(afterMs);
      children[0]?.kill('SIGKILL');
      await expect(lost).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringMatching(
          /^The compiler process ended .*Open or reload the project again/,
        ) as string,
      });
      expect((await client.compile(root, path.join(buildDir, 'large'))).pages).toHaveLength(150);
      expect(children).toHaveLength(2);
    },
  );

  it('while it has nothing to do is not noticed by the next compile', async () => {
    const buildDir = await tempDir();
    const { fork: start, children } = compilers();
    const client = createCompilerClient(start);
    await client.compile(SMALL, buildDir);
    const [first] = children;
    first?.kill('SIGKILL');
    if (first) await once(first, 'exit');
    expect((await client.compile(SMALL, buildDir)).pages).toContain('pages/index/index');
    expect(children).toHaveLength(2);
  });
});

it('a compiler that is killed while it watches a folder is replaced, and the next save is told', async () => {
  const root = path.join(await tempDir(), 'project');
  await cp(SMALL, root, { recursive: true });
  const { fork: start, children } = compilers();
  const client = createCompilerClient(start);
  const saved = Promise.withResolvers<undefined>();
  client.watch(
    { root, buildDir: '/nowhere', except: [] },
    { onSaved: () => saved.resolve(undefined), onUpdate: () => undefined },
  );
  await client.compile(root, await tempDir());
  children[0]?.kill('SIGKILL');
  // Nobody is told when the new process has begun to watch, so the file is saved until it has.
  const saving = setInterval(() => {
    if (children.length > 1)
      void writeFile(path.join(root, 'app.json'), '{ "pages": ["pages/index/index"] }');
  }, 700);
  await saved.promise.finally(() => {
    clearInterval(saving);
  });
  client.unwatch();
  client.close();
  expect(children).toHaveLength(2);
});

describe('a compiler that never answers', () => {
  it('is given up in time and ended, and the next compile has a new process', async () => {
    const folder = await tempDir();
    const deaf = path.join(folder, 'deaf.mjs');
    await writeFile(deaf, "process.on('message', () => { for (;;); });\n");
    const { fork: start, children } = compilers({ entry: deaf });
    const client = createCompilerClient(start, { timeoutMs: 400 });
    for (const round of [1, 2]) {
      const lost = Promise.all([client.compile(SMALL, folder), client.compile('/another', folder)]);
      await expect(lost).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('did not finish') as string,
      });
      const child = children[round - 1];
      if (child?.signalCode === null) await once(child, 'exit');
      expect([children.length, child?.signalCode]).toEqual([round, 'SIGTERM']);
    }
  });
});
