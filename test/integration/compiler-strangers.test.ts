import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCompilerClient } from '../../src-main/program/compiler-client.ts';
import { compileProject } from '../../src-main/project/compile.ts';
import { compilers } from '../support/compiler-processes.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

// Projects of strangers, made to stall the compiler, to break it for those after them, or to read what is not theirs.

async function projectWith(files: Readonly<Record<string, string>>): Promise<string> {
  return writeProject(path.join(await tempDir(), 'project'), { ...ONE_PAGE, ...files });
}

async function compiled(files: Readonly<Record<string, string>>) {
  return compileProject(await projectWith(files), await tempDir());
}

/** What the first page's sheet comes to, as the package's script hands it to the page. */
async function sheetOf(files: Readonly<Record<string, string>>): Promise<string> {
  const buildDir = await tempDir();
  await compileProject(await projectWith(files), buildDir);
  const script = await readFile(path.join(buildDir, 'app-templates.js'), 'utf8');
  const [, styles = '{}'] = /^ferryRuntime\.styles\((.*)\);$/m.exec(script) ?? [];
  return (JSON.parse(styles) as Record<string, string>)['pages/index/index'] ?? '';
}

async function refusalOf(files: Readonly<Record<string, string>>): Promise<unknown> {
  return compiled(files).then(
    () => null,
    (error: unknown) => error,
  );
}

const WXML = 'pages/index/index.wxml';
const WXSS = 'pages/index/index.wxss';

describe('elements in each other', () => {
  const nested = (deep: number): string => '<view a=">">\n'.repeat(deep) + '</view>'.repeat(deep);

  test('200 deep compile, one more is an error at its line', async () => {
    const fine = await compiled({ [WXML]: nested(200) });
    expect(fine.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { diagnostics } = await compiled({ [WXML]: nested(300) });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        file: WXML,
        line: 201,
        column: 1,
        message:
          'More than 200 elements lie in each other here; the template is left out. Close elements earlier, or move inner ones into a component.',
      }),
    );
  });

  test.each([
    ['one after the other', '<view></view><input />{{ a < b }}<!-- <view> -->'],
    ['in texts', `<view title="<view>" name='<view>'>{{ '<view>' }}</view>`],
    ['in WXS', '<wxs module="m">var a = 1 <b; var s = "<view>";</wxs>'],
  ])('%s are not deep', async (_where, markup) => {
    const { diagnostics } = await compiled({ [WXML]: markup.repeat(250) });
    expect(diagnostics.map(({ message }) => message)).not.toContainEqual(
      expect.stringContaining('in each other') as string,
    );
  });
});

describe('a project that is too much for the compiler', () => {
  test.each([
    ['a template', WXML, `<view>{{${'('.repeat(5000)}1${')'.repeat(5000)}}}</view>`],
    ['a script', 'pages/index/index.js', `var a=${'!'.repeat(2_000_000)}1`],
  ])('by %s is told with its file, and the next one has a new process', async (_what, file, text) => {
    // The script compiler says on its standard error how it ended, at length.
    const { fork, children } = compilers({ stdio: 'ignore' });
    const client = createCompilerClient(fork);
    const lost = client.compile(await projectWith({ [file]: text }), await tempDir());
    await expect(lost).rejects.toMatchObject({
      code: 'project.syntax',
      message: `${file} is too much for the compiler: it is too large, or something in it is nested too deep. Make it simpler and open the project again.`,
    });
    const next = await client.compile(await projectWith({}), await tempDir());
    expect(next.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(children).toHaveLength(2);
  });

  test('goes on being watched, by the new process', async () => {
    const { fork, children } = compilers();
    const client = createCompilerClient(fork);
    const root = await projectWith({ [WXML]: `{{${'('.repeat(5000)}1${')'.repeat(5000)}}}` });
    client.watch(
      { root, buildDir: '/nowhere', except: [] },
      { onSaved: () => undefined, onUpdate: () => undefined },
    );
    await expect(client.compile(root, await tempDir())).rejects.toMatchObject({ code: 'project.syntax' });
    expect(children).toHaveLength(2);
  });
});

test('brackets millions deep in a script are an error of that script alone', async () => {
  const { diagnostics } = await compiled({
    'pages/index/index.js': `Page({});\nvar a=${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`,
  });
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      file: 'pages/index/index.js',
      line: 2,
      column: 5007,
      message: 'More than 5000 brackets lie in each other here. Split the script up.',
    }),
  );
});

describe('style sheets', () => {
  test('that double with every import end in an error at once', async () => {
    const chain = Array.from({ length: 26 }, (_, index) => {
      const next = `@import "./s${String(index + 1)}.wxss";\n`;
      return [`pages/index/s${String(index)}.wxss`, next + next] as const;
    });
    const files = { ...Object.fromEntries(chain), 'pages/index/s26.wxss': '.a { top: 0 }' };
    const started = performance.now();
    const { diagnostics } = await compiled({ ...files, [WXSS]: '@import "./s0.wxss";' });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining(
          `${WXSS} comes to more than 2000 imports, 100 in each other, or 4 million characters. Import each sheet once.`,
        ) as string,
      }),
    );
  });

  test('that are imported several times stand in each place', async () => {
    const css = await sheetOf({
      [WXSS]: '@import "./a.wxss"; .own { top: 0 } @import "./a.wxss";',
      'pages/index/a.wxss': '.a { top: 1rpx }',
    });
    expect(css.match(/\.a \{ top: 0\.13333vw \}/g)).toHaveLength(2);
  });

  test('that import one another 3000 deep end in an error', async () => {
    const chain = Array.from(
      { length: 3000 },
      (_, index) =>
        [`pages/index/s${String(index)}.wxss`, `@import "./s${String(index + 1)}.wxss";`] as const,
    );
    const { diagnostics } = await compiled({ ...Object.fromEntries(chain), [WXSS]: '@import "./s0.wxss";' });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        file: 'pages/index/s99.wxss',
        line: 1,
        message: expect.stringContaining('100 in each other') as string,
      }),
    );
  });

  test('have no source map read', async () => {
    const css = await sheetOf({
      [WXSS]: '.a { top: 0 }\n/*# sourceMappingURL=data:application/json;base64,QEBA */',
    });
    expect(css).toContain('.a { top: 0 }');
  });
});

describe('project settings', () => {
  test.each(['project.config.json', 'project.private.config.json'])(
    'in a %s that links out of the project are not read',
    async (file) => {
      const outside = await writeProject(await tempDir(), { secret: 'SECRET=1\n' });
      const folder = await projectWith({});
      await symlink(path.join(outside, 'secret'), path.join(folder, file));
      const refused = await compileProject(folder, await tempDir()).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'project.config',
        message: `${file} is a link that leads out of the project. Copy what it leads to into the folder.`,
        details: { reason: 'link-outside', file },
      });
      expect(JSON.stringify(refused)).not.toContain('SECRET');
    },
  );

  test('in a link within the project, or in a project that is itself a link, are read', async () => {
    const folder = await projectWith({ 'settings.json': '{ "projectname": "linked" }' });
    await symlink('settings.json', path.join(folder, 'project.config.json'));
    const link = path.join(await tempDir(), 'link');
    await symlink(folder, link, 'junction');
    expect((await compileProject(link, await tempDir())).name).toBe('linked');
  });

  test.each(['project.config.json', 'app.json', 'pages/index/index.json'])(
    'in a %s of more than 1 MB are refused unread',
    async (file) => {
      expect(await refusalOf({ [file]: '@ '.repeat(600_000) })).toMatchObject({
        code: 'project.config',
        message: `${file} has 1.2 MB; a JSON file of a project may have 1 MB. Put the right file in its place.`,
      });
    },
  );

  test.each(['project.config.json', 'app.json'])('nested deeply in %s are a syntax error', async (file) => {
    expect(await refusalOf({ [file]: '['.repeat(500_000) })).toMatchObject({
      message: `${file}:1:501 is not valid JSON: its values are nested too deep. Correct it and open the project again.`,
    });
  });
});
