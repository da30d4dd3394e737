import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Two cores: few files at once, and the files that start browsers one after the other.
const BROWSER_FILES = [
  'test/e2e/**/*.test.ts',
  'test/integration/{page,panel,components,packaging,bad-input}-*.test.ts',
  'test/integration/crash-browser.test.ts',
  'test/contract/browser-*.test.ts',
  'electron-on-chromium/test/**/*.test.ts',
];

/** Tests that read the clock, or race the kernel of a machine that others use. */
const CLOCK_FILES = ['test/integration/worker-{link,faults,connection}*.test.ts'];

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    passWithNoTests: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // What is waited for comes when the machine has time for it.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/{unit,contract,integration}/**/*.test.ts'],
          exclude: [...BROWSER_FILES, ...CLOCK_FILES],
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'clock',
          include: CLOCK_FILES,
          fileParallelism: false,
          maxWorkers: 1,
          // A busy machine is late now and then; what is wrong is wrong each time.
          retry: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER_FILES,
          fileParallelism: false,
          maxWorkers: 1,
          retry: process.env['CI'] ? 1 : 0,
        },
      },
    ],
  },
});
