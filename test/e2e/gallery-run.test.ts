import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILTIN_TAGS } from '../../src-renderer/page/components/index.ts';
import { ferryRun, SAMPLES } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { galleryPages } from '../visual/gallery-project.ts';

describe('the Gallery sample', () => {
  test('opens every page in one run, and misses nothing but the components it says are missing', async () => {
    const { code, report } = await ferryRun(path.join(SAMPLES, 'gallery'), await tempDir(), ['--all-pages']);
    expect([code, report.outcome, report.exceptions]).toEqual([0, 'passed', []]);
    expect(report.pages.filter((page) => page.opened).map((page) => page.path)).toEqual(galleryPages());
    const missed = report.unsupported.map(({ api }) => api.replace(/^<(.+)>$/, '$1'));
    expect(missed).toContain('map');
    expect(missed.filter((tag) => !BUILTIN_TAGS.includes(tag))).toEqual([]);
  });
});
