import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProjectBuild } from '../../../src-main/project/project-build.ts';
import { writeProject } from '../../support/project-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

const PROJECT = {
  'project.config.json': '{ "appid": "touristappid" }',
  'app.json': JSON.stringify({
    pages: ['main/page'],
    subPackages: [
      { root: 'one', pages: ['page'] },
      { root: 'two', pages: ['page'], independent: true },
    ],
  }),
  'app.js': 'App({})',
  'shared.js': 'exports.shared = 1;',
  'main/page.js': 'require("../shared"); Page({})',
  'main/page.wxml': '<view/>',
  'main/page.wxss': '.main {}',
  'one/page.js': 'require("../shared"); require("../only"); require.async("../two/extra"); Page({})',
  'one/page.wxml': '<view class="{{a</view>',
  'only.js': 'exports.only = 1;',
  'two/page.js': 'Page({})',
  'two/page.wxml': '<view/>',
  'two/extra.js': 'exports.extra = 1;',
} as const;

async function build() {
  const folder = await writeProject(path.join(await tempDir(), 'project'), PROJECT);
  const buildDir = path.join(await tempDir(), 'build');
  const text = (file: string): string => fs.readFileSync(path.join(buildDir, file), 'utf8');
  const isThere = (file: string): boolean => fs.existsSync(path.join(buildDir, file));
  const real = fs.realpathSync(folder);
  const project = createProjectBuild(folder, buildDir);
  return {
    folder,
    project,
    text,
    isThere,
    buildDir,
    save: (files: Readonly<Record<string, string>>) => {
      for (const [file, content] of Object.entries(files)) fs.writeFileSync(path.join(real, file), content);
      return project.update(Object.keys(files).map((file) => path.join(real, file)));
    },
  };
}

describe('a project that opens', () => {
  it('compiles the main package; a subpackage when its script is asked for, the others after it', async () => {
    const { project, isThere, text } = await build();
    const { packages, diagnostics } = await project.compile('main');
    const [main, one, two] = packages;
    expect([main, one, two].map((entry) => isThere(entry?.scriptFile ?? ''))).toEqual([true, false, false]);
    expect(diagnostics).toEqual([]);
    await project.ready(one?.scriptFile ?? '');
    expect(isThere(two?.scriptFile ?? '')).toBe(false);
    expect(text(one?.scriptFile ?? '')).not.toContain('define("shared.js"');
    expect(text(one?.scriptFile ?? '')).toContain('define("only.js"');
    const findings = await project.rest();
    expect(findings.map(({ file }) => file)).toContain('one/page.wxml');
    expect(text(one?.templatesFile ?? '')).toContain('one/page.wxml');
    expect(text(two?.scriptFile ?? '')).toContain('define("two/extra.js"');
    expect(two?.isIndependent).toBe(true);
  });

  it('puts the same into the same files when all of it is compiled at once', async () => {
    const [first, second] = [await build(), await build()];
    await first.project.compile('main');
    await first.project.rest();
    const { packages } = await second.project.compile('all');
    for (const file of packages.flatMap((entry) => [entry.scriptFile, entry.templatesFile]))
      expect(first.text(file), file).toBe(second.text(file));
  });
});

describe('a save', () => {
  it('brings what changed of the packages that are compiled, and nothing else', async () => {
    const { project, save, text } = await build();
    await project.compile('all');
    const sheet = await save({ 'main/page.wxss': '.changed {}' });
    expect(sheet).toMatchObject({
      update: { styles: { 'main/page': '.changed {}' }, script: null, templates: [], modules: [], units: [] },
    });
    const script = await save({ 'only.js': 'exports.only = 2;' });
    expect(script).toMatchObject({ update: { styles: {}, templates: [], modules: ['only.js'] } });
    const name = script === null || script === 'reload' ? '' : (script.update.script ?? '');
    expect(text(name)).toContain('define("only.js"');
    expect(text(name)).not.toContain('define("shared.js"');
    expect(await save({ 'only.js': 'exports.only = 2;' })).toBeNull();
    expect(await save({ 'notes.txt': 'nothing' })).toBeNull();
  });

  it('of pages, packages or settings asks for a new start, and so does every save until the project is whole', async () => {
    const { project, save } = await build();
    await project.compile('all');
    expect(await save({ 'app.json': '{ "pages": ["main/page"], "window": {} }' })).toBe('reload');
    await expect(save({ 'app.json': '{ "pages": [' })).rejects.toMatchObject({ code: 'project.syntax' });
    expect(await save({ 'app.json': PROJECT['app.json'] })).toBe('reload');
    await project.compile('all');
    expect(await save({ 'only.js': 'exports.only = 3;' })).toMatchObject({
      update: { modules: ['only.js'] },
    });
  });

  it('a hundred times keeps no more than the last scripts of updates', async () => {
    const { project, save, buildDir } = await build();
    await project.compile('all');
    for (let round = 0; round < 100; round += 1)
      await save({ 'only.js': `exports.only = "round ${String(round)}";` });
    expect(fs.readdirSync(buildDir).filter((file) => /^hot-.*\.js$/.test(file)).length).toBeLessThanOrEqual(
      21,
    );
  });
});
