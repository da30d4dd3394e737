import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import type { CompiledProject } from '#contract/project';
import { compileProject } from '../../../src-main/project/compile.ts';
import type { CompilerEvent } from '../../../src-main/project/protocol.ts';
import { createStackMapper } from '../../../src-main/project/source-map.ts';
import { MODULE_PARAMETERS } from '../../../src-main/project/script.ts';
import { PROVIDED_NAMES } from '../../../src-renderer/page/loader/module-scope.ts';

const PROJECTS = path.resolve(import.meta.dirname, '../../fixtures/projects');
let dir = '';

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-compile-'));
});
afterAll(() => {
  fs.rmSync(dir, { recursive: true, force: true });
});

/** A project folder with the given files. */
function projectWith(name: string, files: Readonly<Record<string, string>>): string {
  const root = path.join(dir, name);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  return root;
}

async function failureOf(promise: Promise<unknown>): Promise<FerryError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FerryError)) throw new Error(`Expected a FerryError, got ${String(error)}`);
  return error;
}

describe('compileProject', () => {
  let project: CompiledProject;
  let build = '';
  beforeAll(async () => {
    build = path.join(dir, 'tour-build');
    project = await compileProject(path.join(PROJECTS, 'tour'), build);
  });

  it('reads the project settings and the page list, subpackages last', () => {
    expect(project).toMatchObject({
      appid: 'wx1234567890abcdef',
      name: '游tour',
      entryPage: 'pages/index/index',
    });
    expect(project.pages.at(-1)).toBe('sub/deep/deep');
    expect(project.packages.map(({ root }) => root)).toEqual(['', 'sub']);
    expect(project.diagnostics).toEqual([]);
  });

  it('resolves components to absolute paths and merges in those of app.json', () => {
    const index = project.units.find(({ path: unit }) => unit === 'pages/index/index');
    expect(index?.json.usingComponents).toEqual({
      badge: '/components/badge/badge',
      card: '/components/card/card',
    });
    expect(index?.styleScope).toBeNull();
    expect(project.units.find(({ path: unit }) => unit === 'components/card/card')?.styleScope).toMatch(
      /^c\d$/,
    );
  });

  it('writes what the manifest names', () => {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(build, 'manifest.json'), 'utf8'),
    ) as CompiledProject;
    expect(manifest).toEqual(project);
    for (const file of project.packages.flatMap((entry) => [entry.scriptFile, entry.templatesFile])) {
      expect(fs.existsSync(path.join(build, file))).toBe(true);
    }
  });

  it('puts each module into the script of its package', () => {
    const [main, sub] = project.packages.map(({ scriptFile }) =>
      fs.readFileSync(path.join(build, scriptFile), 'utf8'),
    );
    expect(main).toContain('ferryRuntime.define("pages/fault/fault.js"');
    expect(main).not.toContain('ferryRuntime.define("sub/deep/deep.js"');
    expect(sub).toContain('ferryRuntime.define("sub/deep/deep.js"');
  });

  it('maps a place in the bundle back to the TypeScript source', () => {
    const lines = fs.readFileSync(path.join(build, 'app.js'), 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes('nothing.field')) + 1;
    const column = (lines[line - 1] ?? '').indexOf('nothing.field') + 'nothing.'.length + 1;
    const mapper = createStackMapper(build);
    const mapped = mapper.mapStack(
      `TypeError: x\n    at explode (ferry://wx1/build/app.js:${String(line)}:${String(column)})\n    at run (ferry://wx1/runtime/page.js:9:9)`,
    );
    expect(mapped.location).toMatch(/^pages\/fault\/fault\.ts:13:\d+$/);
    expect(mapped.stack).toContain(`at explode (${mapped.location ?? ''})`);
    expect(mapped.stack).toContain('runtime/page.js:9:9');
    expect(mapped.codeFrame).toContain('> 13 |     console.log(nothing.field);');
  });

  it('gives modules the parameters the page runtime fills, in its order', () => {
    expect(MODULE_PARAMETERS.slice(0, PROVIDED_NAMES.length)).toEqual([...PROVIDED_NAMES]);
  });
});

describe('findings in single files', () => {
  it('become diagnostics with their place while the project still compiles', async () => {
    const project = await compileProject(path.join(PROJECTS, 'broken'), path.join(dir, 'broken-build'));
    const found = project.diagnostics.map(
      ({ severity, file, line }) => `${severity} ${file}:${String(line)}`,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'error app.json:1',
        'error pages/script/script.js:3',
        'error pages/markup/markup.wxml:2',
        'error pages/markup/markup.wxml:3',
        'error pages/markup/markup.json:2',
        'error pages/style/style.wxss:2',
      ]),
    );
    const script = project.diagnostics.find(({ file }) => file.endsWith('script.js'));
    expect(script?.codeFrame).toContain('> 3 |   onLoad() { const = 3; },');
    expect(project.units.map(({ path: unit }) => unit)).not.toContain('pages/missing/missing');
  });
});

describe('folders that hold no mini-program', () => {
  it('says where it looked', async () => {
    const error = await failureOf(
      compileProject(projectWith('empty', { 'readme.md': '' }), path.join(dir, 'b1')),
    );
    expect(error.code).toBe('project.folder');
    expect(error.message).toContain('app.json, miniprogram/app.json, app/app.json');
  });

  it('refuses what is not a folder', async () => {
    const error = await failureOf(compileProject(path.join(dir, 'nowhere'), path.join(dir, 'b2')));
    expect(error.code).toBe('project.folder');
  });

  it('gives line, column and code frame of a broken app.json', async () => {
    const root = projectWith('bad-json', { 'app.json': '{\n  "pages": ["a" "b"]\n}' });
    const error = await failureOf(compileProject(root, path.join(dir, 'b3')));
    expect(error.code).toBe('project.syntax');
    expect(error.details).toMatchObject({ file: 'app.json', line: 2, column: 17 });
    expect(error.details['codeFrame']).toContain('> 2 |   "pages": ["a" "b"]');
  });

  it.each([
    ['', 'app.json:1:1 is not valid JSON: a value is expected. Correct it and open the project again.'],
    ['["pages/index/index"]', 'app.json must hold an object such as {"pages": ["pages/index/index"]}.'],
    ['{}', 'app.json lists no page. Add at least one route to its "pages", such as ["pages/index/index"].'],
    [
      '{ "pages": "pages/index/index" }',
      'app.json lists no page. Add at least one route to its "pages", such as ["pages/index/index"].',
    ],
  ])('refuses an app.json that holds %j', async (content, words) => {
    const root = projectWith('no-pages', { 'app.json': content });
    const error = await failureOf(compileProject(root, path.join(dir, 'b4')));
    expect(error.message).toBe(words);
  });

  it('opens the first page where entryPagePath names none, and says so', async () => {
    const root = projectWith('lost-entry', {
      'app.json': '{ "pages": ["p/p"], "entryPagePath": "q/q" }',
      'p/p.wxml': '<view/>',
    });
    const { entryPage, diagnostics } = await compileProject(root, path.join(dir, 'b-lost-entry'));
    expect(entryPage).toBe('p/p');
    expect(diagnostics.map(({ message }) => message)).toContain(
      'entryPagePath "q/q" is none of the pages in app.json; the first page opens instead. Add it to "pages" or correct it.',
    );
  });

  it('refuses a miniprogramRoot outside the project', async () => {
    const root = projectWith('escape', { 'project.config.json': '{"miniprogramRoot": "../empty"}' });
    expect((await failureOf(compileProject(root, path.join(dir, 'b5')))).code).toBe('project.config');
  });
});

describe('where the mini-program lies', () => {
  const page = { 'p/p.js': 'Page({})', 'p/p.wxml': '<view/>', 'app.json': '{"pages":["p/p"]}' };
  const under = (folder: string): Record<string, string> =>
    Object.fromEntries(Object.entries(page).map(([file, text]) => [`${folder}/${file}`, text]));

  it.each(['miniprogram', 'app'])('finds it in %s/', async (folder) => {
    const project = await compileProject(
      projectWith(`in-${folder}`, under(folder)),
      path.join(dir, `b-${folder}`),
    );
    expect(project.entryPage).toBe('p/p');
  });

  it('follows miniprogramRoot, the private settings over the shared ones', async () => {
    const root = projectWith('roots', {
      ...under('real'),
      'project.config.json': '{"miniprogramRoot": "old/", "appid": "wx1"}',
      'project.private.config.json': '{"miniprogramRoot": "real/"}',
    });
    expect((await compileProject(root, path.join(dir, 'b-roots'))).appid).toBe('wx1');
  });

  it('leaves out files that a link leads to outside', async () => {
    const root = projectWith('links', page);
    fs.writeFileSync(path.join(dir, 'secret.js'), 'module.exports = "secret"');
    fs.symlinkSync(path.join(dir, 'secret.js'), path.join(root, 'secret.js'));
    await compileProject(root, path.join(dir, 'b-links'));
    expect(fs.readFileSync(path.join(dir, 'b-links/app.js'), 'utf8')).not.toContain('secret');
  });
});

describe('the compiler process', () => {
  it('answers each command once under plain Node and ends with its parent', async () => {
    const child = fork(path.resolve(import.meta.dirname, '../../../src-main/project/entry.ts'));
    const ask = async (id: number, root: string): Promise<CompilerEvent> => {
      const buildDir = path.join(dir, `process-${String(id)}`);
      child.send({ kind: 'compile', id, root, buildDir, scope: 'all' });
      const [event] = (await once(child, 'message')) as [CompilerEvent];
      return event;
    };
    const compiled = await ask(1, path.join(PROJECTS, 'tour'));
    expect(compiled).toMatchObject({ kind: 'compiled', id: 1, project: { entryPage: 'pages/index/index' } });
    const root = projectWith('bad-process', { 'app.json': '{,}' });
    expect(await ask(2, root)).toMatchObject({
      kind: 'failed',
      id: 2,
      error: { code: 'project.syntax' },
      diagnostic: { file: 'app.json', line: 1 },
    });
    const ended = once(child, 'exit');
    child.disconnect();
    expect((await ended)[0]).toBe(0);
  });
});

describe('a build that cannot be written', () => {
  const page = { 'p/p.js': 'Page({})', 'p/p.wxml': '<view/>', 'app.json': '{"pages":["p/p"]}' };

  it('says so and leaves the last one whole', async () => {
    const root = projectWith('rebuilt', { ...page, 'app.js': 'console.log("first")' });
    const build = path.join(dir, 'b-rebuilt');
    await compileProject(root, build);
    const before = contentOf(build);
    fs.writeFileSync(path.join(root, 'app.js'), 'console.log("second")');
    // A folder in the way of the last file stands for whatever a disk may refuse.
    fs.mkdirSync(path.join(build, 'manifest.json.new'));
    const error = await failureOf(compileProject(root, build));
    expect(error).toMatchObject({ code: 'file.io', details: { reason: 'build-unwritable' } });
    expect(error.message).toMatch(
      /^The compiled project could not be written to Ferry's home: it is a folder\. /,
    );
    fs.rmdirSync(path.join(build, 'manifest.json.new'));
    expect(contentOf(build)).toEqual(before);
    await compileProject(root, build);
    expect(contentOf(build)['app.js']).toContain('second');
  });

  function contentOf(folder: string): Record<string, string> {
    return Object.fromEntries(
      fs.readdirSync(folder).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
    );
  }
});
