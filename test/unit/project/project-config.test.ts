import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { locateProject } from '../../../src-main/project/folder.ts';
import {
  type ConfigFile,
  projectConfig,
  reportConfigFaults,
} from '../../../src-main/project/project-config.ts';
import { writeProject } from '../../support/project-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

function filesOf(...layers: readonly object[]): ConfigFile[] {
  return layers.map((values, index) => ({
    file: index === 0 ? 'project.config.json' : 'project.private.config.json',
    text: JSON.stringify(values, null, 2),
    values: values as Record<string, unknown>,
  }));
}

describe('project.config.json', () => {
  it('gives what is written nowhere its default', () => {
    expect(projectConfig([])).toEqual({
      miniprogramRoot: null,
      srcMiniprogramRoot: null,
      appid: '',
      projectname: '',
      libVersion: null,
      urlCheck: true,
      languages: { typescript: true, less: false, sass: false },
      npmRelations: [],
    });
  });

  it('stands below project.private.config.json field by field, the settings too', () => {
    const config = projectConfig(
      filesOf(
        {
          appid: 'wx1',
          projectname: 'one',
          libVersion: '2.0.0',
          setting: { urlCheck: true, useCompilerPlugins: ['less'] },
        },
        { projectname: 'two', libVersion: '3.1.4', setting: { urlCheck: false } },
      ),
    );
    expect(config).toMatchObject({ appid: 'wx1', projectname: 'two', libVersion: '3.1.4', urlCheck: false });
    expect(config.languages.less).toBe(true);
  });

  it.each([
    [true, true, true],
    [false, false, false],
    [['less'], true, false],
    [['typescript', 'sass'], false, true],
    [[], false, false],
  ])('switches languages on by useCompilerPlugins %j', (useCompilerPlugins, less, sass) => {
    const { languages } = projectConfig(filesOf({ setting: { useCompilerPlugins } }));
    expect(languages).toEqual({ typescript: true, less, sass });
  });

  it.each(['latest', 'trial', '3.0', ''])('takes no base library from libVersion "%s"', (libVersion) => {
    expect(projectConfig(filesOf({ libVersion })).libVersion).toBeNull();
  });

  it('reads packNpmRelationList only where npm is packed by hand', () => {
    const packNpmRelationList = [
      { packageJsonPath: './package.json', miniprogramNpmDistDir: './miniprogram' },
      { packageJsonPath: 5 },
    ];
    expect(projectConfig(filesOf({ setting: { packNpmRelationList } })).npmRelations).toEqual([]);
    expect(
      projectConfig(filesOf({ setting: { packNpmManually: true, packNpmRelationList } })).npmRelations,
    ).toEqual([packNpmRelationList[0]]);
  });

  it.each([
    ['miniprogramRoot', 5, '"miniprogramRoot" must be a text'],
    ['appid', {}, '"appid" must be a text'],
    ['libVersion', 3, '"libVersion" must be a text'],
    ['setting', [], '"setting" must be an object'],
    ['setting', { urlCheck: 'no' }, '"setting.urlCheck" must be true or false'],
    ['setting', { useCompilerPlugins: 'less' }, '"setting.useCompilerPlugins" must be true, false or a list'],
    ['setting', { packNpmRelationList: {} }, '"setting.packNpmRelationList" must be a list'],
    ['setting', { useCompilerPlugins: ['stylus'] }, '"stylus" is no compiler plugin that Ferry has'],
  ])('tells a wrong %s with its place, and goes on as if it were not there: %j', (field, value, message) => {
    const files = filesOf({ description: 'x', [field]: value });
    const diagnostics = createDiagnostics();
    reportConfigFaults(files, diagnostics);
    const [found, ...others] = diagnostics.list();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'warning', file: 'project.config.json' });
    expect(found?.message).toContain(message);
    expect(found?.line).toBeGreaterThan(2);
    expect(found?.codeFrame).toContain('>');
    expect(projectConfig(files)).toEqual(projectConfig([]));
  });
});

describe('the folder of a project', () => {
  it('is srcMiniprogramRoot where miniprogramRoot holds nothing yet', async () => {
    const folder = await tempDir();
    await writeProject(folder, {
      'project.config.json': '{ "miniprogramRoot": "dist/", "srcMiniprogramRoot": "src/", /* both */ }',
      'src/app.json': '{}',
    });
    await mkdir(path.join(folder, 'dist'));
    expect(locateProject(folder).root).toBe(path.join(folder, 'src'));
  });
});
