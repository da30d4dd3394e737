import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { locateProject } from '../../../src-main/project/folder.ts';
import { openSources } from '../../../src-main/project/open-sources.ts';
import { createSourceTree, type SourceTree } from '../../../src-main/project/source-tree.ts';
import { writeProject } from '../../support/project-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

// What an npm package of a project may bring along: its own files, and nothing else of this computer.

const SECRET = 'told to nobody';

interface Opened {
  readonly tree: SourceTree;
  readonly found: readonly string[];
  /** Every text of the tree, one after the other. */
  readonly texts: string;
}

/**
 * Opens a project `shop/project` beside a folder `shop/secret` that is not its own.
 * @param links name in `shop/`, and what it leads to
 */
async function opened(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
  prepare: (base: string) => void = () => undefined,
): Promise<Opened> {
  const base = path.join(await tempDir(), 'shop');
  await writeProject(base, {
    'secret/package.json': '{ "main": "creds.js", "miniprogram": "." }',
    'secret/creds.json': JSON.stringify(SECRET),
    'secret/creds.js': `module.exports = ${JSON.stringify(SECRET)}`,
    'project/app.json': '{ "pages": ["a/a"] }',
    'project/a/a.wxml': '',
    'project/package.json': '{ "dependencies": { "p": "1" } }',
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name.replaceAll('$', base), text.replaceAll('$', base)]),
    ),
  });
  for (const [name, target] of Object.entries(links)) {
    await mkdir(path.dirname(path.join(base, name)), { recursive: true });
    await symlink(target, path.join(base, name));
  }
  prepare(base);
  const diagnostics = createDiagnostics();
  const tree = await openSources(
    locateProject(path.join(base, 'project')),
    path.join(base, 'build'),
    diagnostics,
  );
  const found = diagnostics.list().map(({ file, message }) => `${file}: ${message}`);
  return { tree, found, texts: [...tree.files].map((file) => tree.read(file)).join('\n') };
}

const P = 'project/node_modules/p';

describe('an npm package brings no files of others', () => {
  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    [
      'by a components folder that is a link',
      { [`${P}/package.json`]: '{ "miniprogram": "dist" }' },
      { [`${P}/dist`]: '../../../secret' },
      'package.json: node_modules/p/dist is a link that leads out of its npm package, which is left out. Install a copy of the package.',
    ],
    [
      'by miniprogram_dist that is a link',
      { [`${P}/package.json`]: '{}' },
      { [`${P}/miniprogram_dist`]: '../../../secret' },
      'package.json: node_modules/p/miniprogram_dist is a link that leads out of its npm package, which is left out. Install a copy of the package.',
    ],
    [
      'by being a link',
      {},
      { [P]: '../../secret' },
      'package.json: node_modules/p is a link that leads out of the project and is left out. Install a copy of the package in its place.',
    ],
    [
      'by a node_modules that is a link',
      { 'secret/p/package.json': '{}', 'secret/p/index.js': `module.exports = '${SECRET}'` },
      { 'project/node_modules': '../secret' },
      'package.json: node_modules/p is a link that leads out of the project and is left out. Install a copy of the package in its place.',
    ],
    [
      'by a link into a node_modules that is not the project’s',
      {
        'other/node_modules/p/package.json': '{}',
        'other/node_modules/p/index.js': `module.exports = '${SECRET}'`,
      },
      { [P]: '../../other/node_modules/p' },
      'package.json: node_modules/p is a link that leads out of the project and is left out. Install a copy of the package in its place.',
    ],
    [
      'by a link to what lies in a node_modules and is no package',
      {
        'node_modules/tool/cache/package.json': '{}',
        'node_modules/tool/cache/index.js': `module.exports = '${SECRET}'`,
      },
      { [P]: '../../node_modules/tool/cache' },
      'package.json: node_modules/p is a link that leads out of the project and is left out. Install a copy of the package in its place.',
    ],
  ])('%s', async (_name, files, links, message) => {
    const { tree, found, texts } = await opened(files, links);
    expect([...tree.files].filter((file) => file.startsWith('miniprogram_npm/'))).toEqual([]);
    expect(texts).not.toContain(SECRET);
    expect(found).toEqual([message]);
  });

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    [
      'an absolute path',
      { [`${P}/index.js`]: 'require("$/secret/creds.json")' },
      {},
      'leads out of the package',
    ],
    [
      'a path upward',
      { [`${P}/index.js`]: 'require("../../../secret/creds.json")' },
      {},
      'leads out of the package',
    ],
    ['import()', { [`${P}/index.js`]: 'import("../../../secret/creds.js")' }, {}, 'leads out of the package'],
    [
      'a link to a file',
      { [`${P}/index.js`]: 'require("./l.json")' },
      { [`${P}/l.json`]: '../../../secret/creds.json' },
      'leads out of the package',
    ],
    [
      'a link to a folder',
      { [`${P}/index.js`]: 'require("./l/creds.json")' },
      { [`${P}/l`]: '../../../secret' },
      'leads out of the package',
    ],
    [
      'its main',
      { [`${P}/package.json`]: '{ "main": "../../../secret/creds.json" }' },
      {},
      'leads out of the package',
    ],
    [
      'its module',
      { [`${P}/package.json`]: '{ "module": "../../../secret/creds.js" }' },
      {},
      'leads out of the package',
    ],
    [
      'the main of a folder in it',
      {
        [`${P}/index.js`]: 'require("./d")',
        [`${P}/d/package.json`]: '{ "main": "../../../../secret/creds.js" }',
      },
      {},
      'leads out of the package',
    ],
    [
      'its map for browsers',
      {
        [`${P}/index.js`]: 'require("./x")',
        [`${P}/package.json`]: '{ "browser": { "./x": "../../../secret/creds.json" } }',
      },
      {},
      'leads out of the package',
    ],
    [
      'its exports',
      { [`${P}/package.json`]: '{ "exports": "./../../../secret/creds.json" }', [`${P}/index.js`]: '' },
      {},
      '',
    ],
    [
      'a file that is no script',
      { [`${P}/index.js`]: 'require("./note.txt")', [`${P}/note.txt`]: SECRET },
      {},
      'is no script and no JSON',
    ],
  ])('by %s', async (_name, files, links, reason) => {
    const { tree, texts } = await opened({ [`${P}/package.json`]: '{}', ...files }, links);
    expect(texts).not.toContain(SECRET);
    if (reason === '') return;
    expect(tree.read('miniprogram_npm/p/index.js')).toContain('The npm package \\"p\\" could not be built: ');
    expect(tree.read('miniprogram_npm/p/index.js')).toContain(reason);
  });

  it.each<[string, string]>([
    ['the package.json of a package', `${P}/package.json`],
    ['the main script', `${P}/index.js`],
    ['the package.json of a folder in it', `${P}/lib/package.json`],
    ['the package.json of node_modules', 'project/node_modules/package.json'],
  ])('and %s that never ends holds nothing up', async (_name, file) => {
    const all: Readonly<Record<string, string>> = {
      [`${P}/package.json`]: '{}',
      [`${P}/index.js`]: 'require("./lib")',
      [`${P}/lib/index.js`]: '',
    };
    const others = Object.fromEntries(Object.entries(all).filter(([name]) => name !== file));
    const pipe = await opened(others, {}, (base) => execFileSync('mkfifo', [path.join(base, file)]));
    expect(pipe.tree.has('app.json')).toBe(true);
    const device = await opened(others, { [file]: '/dev/zero' });
    expect(device.tree.has('app.json')).toBe(true);
  });

  it('and is not built from a package.json of any size', async () => {
    const { tree } = await opened({
      [`${P}/package.json`]: `{ "x": "${'x'.repeat(2_000_000)}", "main": "m.js" }`,
      [`${P}/m.js`]: 'module.exports = 1',
    });
    expect(tree.read('miniprogram_npm/p/index.js')).toContain('could not be built');
  });

  it('by a link within its components', async () => {
    const { tree, texts } = await opened(
      { [`${P}/package.json`]: '{ "miniprogram": "dist" }', [`${P}/dist/index.js`]: 'own' },
      { [`${P}/dist/l.json`]: '../../../../secret/creds.json', [`${P}/dist/d`]: '../../../../secret' },
    );
    expect([...tree.files].filter((file) => file.startsWith('miniprogram_npm/'))).toEqual([
      'miniprogram_npm/p/index.js',
    ]);
    expect(texts).not.toContain(SECRET);
    expect(tree.isBehindLink('miniprogram_npm/p/d/creds.js')).toBe(true);
    expect(tree.absence('miniprogram_npm/p/l.json')).toContain('is a link that leads out of the project');
  });
});

describe('links that package managers make are followed', () => {
  const main = (value: string): Readonly<Record<string, string>> => ({
    'package.json': '{ "main": "m.js" }',
    'm.js': `module.exports = '${value}'`,
  });
  const at = (folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

  it.each([
    ['the project’s own', 'project/node_modules', '.pnpm', '../../b@1/node_modules/b'],
    ['that of a workspace above it', 'node_modules', '../../node_modules/.pnpm', '../../b@1/node_modules/b'],
  ])('into the store of pnpm, %s', async (_name, modules, store, dependency) => {
    const { tree, found } = await opened(
      {
        ...at(`${modules}/.pnpm/p@1/node_modules/p`, {
          ...main('p'),
          'package.json': '{ "main": "m.js", "dependencies": { "b": "1" } }',
        }),
        ...at(`${modules}/.pnpm/b@1/node_modules/b`, {
          'package.json': '{ "miniprogram": "dist" }',
          'dist/index.js': 'components of b',
        }),
      },
      { [P]: `${store}/p@1/node_modules/p`, [`${modules}/.pnpm/p@1/node_modules/b`]: dependency },
    );
    expect(found).toEqual([]);
    expect(tree.read('miniprogram_npm/p/index.js')).toMatch(/exports\d? = "p";/);
    expect(tree.read('miniprogram_npm/b/index.js')).toBe('components of b');
  });

  it('and so is a package of a folder above, and a link within the package', async () => {
    const { tree, found } = await opened(
      {
        ...at('node_modules/p', { 'package.json': '{ "main": "l.js" }', 'm.js': 'module.exports = "above"' }),
      },
      { 'node_modules/p/l.js': 'm.js' },
    );
    expect(found).toEqual([]);
    expect(tree.read('miniprogram_npm/p/index.js')).toContain('"above"');
  });
});

it('a mounted folder’s links out of it are left out as the project’s own are', async () => {
  const base = await tempDir();
  await writeProject(base, { 'root/app.json': '{}', 'm/own.js': 'own', 'secret/s.js': SECRET });
  await symlink('../secret/s.js', path.join(base, 'm/s.js'));
  await symlink('../secret', path.join(base, 'm/d'));
  await symlink('own.js', path.join(base, 'm/l.js'));
  const tree = createSourceTree(path.join(base, 'root'), {
    mounts: [{ at: 'npm/m', folder: path.join(base, 'm') }],
  });
  expect([...tree.files].sort()).toEqual(['app.json', 'npm/m/l.js', 'npm/m/own.js']);
  expect(['npm/m/s.js', 'npm/m/d/s.js', 'npm/m/own.js'].map((file) => tree.isBehindLink(file))).toEqual([
    true,
    true,
    false,
  ]);
});
