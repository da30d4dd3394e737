import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchProject } from '../../src-main/project/watch.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A watched project folder, and how often it was told saved. */
async function watched(except: readonly string[] = []) {
  const folder = await tempDir();
  for (const inside of ['pages', 'node_modules/dep', '.git', 'home']) {
    fs.mkdirSync(path.join(folder, inside), { recursive: true });
  }
  fs.writeFileSync(path.join(folder, 'app.json'), '{}');
  let times = 0;
  const watch = watchProject(
    folder,
    except.map((name) => path.join(folder, name)),
    () => {
      times += 1;
    },
  );
  onTestFinished(() => watch.close());
  await watch.ready;
  const write = (file: string, text: string): void => {
    fs.writeFileSync(path.join(folder, file), text);
  };
  return { folder, write, times: () => times };
}

test('a file that is written, added or removed counts as saved', async () => {
  const { folder, write, times } = await watched();
  write('app.json', '{"pages":[]}');
  await expect.poll(times).toBe(1);
  write('pages/new.js', '1');
  await expect.poll(times).toBe(2);
  fs.rmSync(path.join(folder, 'pages/new.js'));
  await expect.poll(times).toBe(3);
});

test('what changes together is told once', async () => {
  const { write, times } = await watched();
  for (let file = 0; file < 50; file += 1) write(`pages/p${String(file)}.js`, '1');
  await expect.poll(times).toBe(1);
  write('app.json', '{"pages":[1]}');
  await expect.poll(times).toBe(2);
});

test('packages, hidden files and folders of others are none of the project’s', async () => {
  const { write, times } = await watched(['home']);
  write('node_modules/dep/index.js', '1');
  write('.git/index', '1');
  write('home/ferry.db', '1');
  write('pages/own.js', '1');
  await expect.poll(times).toBe(1);
  // The foreign files came first, so they would have been told with it or before it.
  write('app.json', '{ }');
  await expect.poll(times).toBe(2);
});

test('links that were there before it began are no news', async () => {
  const { folder, times } = await watched(['linked']);
  fs.mkdirSync(path.join(folder, 'linked'));
  const linked = path.join(folder, 'linked');
  fs.writeFileSync(path.join(linked, 'app.json'), '{}');
  fs.symlinkSync(path.join(linked, 'app.json'), path.join(linked, 'link.json'));
  let ofLinks = 0;
  const watch = watchProject(linked, [], () => {
    ofLinks += 1;
  });
  onTestFinished(() => watch.close());
  await watch.ready;
  // Whatever the links were told as would be told before this, which is written later and waits as long.
  fs.writeFileSync(path.join(folder, 'app.json'), '{ }');
  await expect.poll(times).toBe(1);
  expect(ofLinks).toBe(0);
});

test('a project that is opened through a link is watched where it lies', async () => {
  const { folder } = await watched();
  const link = path.join(await tempDir(), 'link');
  fs.symlinkSync(folder, link, 'junction');
  let times = 0;
  const watch = watchProject(link, [path.join(link, 'home')], () => {
    times += 1;
  });
  onTestFinished(() => watch.close());
  await watch.ready;
  fs.writeFileSync(path.join(folder, 'home/ferry.db'), '1');
  fs.writeFileSync(path.join(folder, 'app.json'), '{ }');
  await expect.poll(() => times).toBe(1);
  // Had the folder of others been told, it would have been told before this.
  fs.writeFileSync(path.join(link, 'app.json'), '{  }');
  await expect.poll(() => times).toBe(2);
});
