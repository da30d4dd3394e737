import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SampleInfo } from '#contract/panel';
import { compileProject } from '../../../src-main/project/compile.ts';
import { BUILTIN_TAGS } from '../../../src-renderer/page/components/index.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SAMPLES_FOLDER = join(import.meta.dirname, '../../../assets/samples');
/** Files that Album and Voice have in common. */
const SHARED_FILES = [
  'app.js',
  'app.wxss',
  'styles/notice.wxss',
  'templates/notice.wxml',
  'components/progress-bar/index.js',
  'components/progress-bar/index.wxml',
  'components/progress-bar/index.wxss',
];

const samples = JSON.parse(await readFile(join(SAMPLES_FOLDER, 'index.json'), 'utf8')) as SampleInfo[];

describe('the samples that ship with Ferry', () => {
  it('are listed with a title and a summary in both languages', () => {
    expect(samples.map((sample) => sample.id)).toEqual(['album', 'voice', 'gallery']);
    for (const { title, summary } of samples) {
      for (const words of [title.en, title['zh-CN'], summary.en, summary['zh-CN']]) {
        expect(words).toMatch(/\S/);
      }
    }
  });

  it.each(samples)('$id compiles without a finding', async ({ id }) => {
    const project = await compileProject(join(SAMPLES_FOLDER, id), await tempDir());
    expect(project.diagnostics).toEqual([]);
    expect(project.appid).toBe('touristappid');
  });

  it.each(SHARED_FILES)('%s is the same in Album and Voice, as each must stand alone', async (file) => {
    const [album, voice] = await Promise.all(
      ['album', 'voice'].map((id) => readFile(join(SAMPLES_FOLDER, id, file), 'utf8')),
    );
    expect(voice).toBe(album);
  });

  it('show every built-in component in the Gallery', async () => {
    const folder = join(SAMPLES_FOLDER, 'gallery');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.wxml'));
    const written = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
    const missing = BUILTIN_TAGS.filter((tag) => !new RegExp(`<${tag}[\\s/>]`).test(written));
    expect(missing).toEqual([]);
  });
});
