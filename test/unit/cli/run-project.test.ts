import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import type { App } from '../../../src-main/app.ts';
import type { RunCommand } from '../../../src-main/cli/arguments.ts';
import { runProject } from '../../../src-main/cli/run/run-project.ts';
import type { Config } from '../../../src-main/config.ts';
import { tempDir } from '../../support/temp-dir.ts';

const CONFIG = { version: '9.9.9', runtime: { kind: 'chromium', version: '140' } } as Config;
const LAB = 'http://127.0.0.1:1';
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** An app whose folders never open. */
const stuckApp = (stop: () => Promise<void>): App =>
  ({ startLab: () => Promise.resolve(LAB), workbench: { open: () => never() }, stop }) as unknown as App;

it.each([
  ['Ferry itself starts', null, { lab: null }],
  ['its project is compiled', stuckApp, { lab: { origin: LAB } }],
] as const)('a run ends with its report at --timeout and at Ctrl-C, while %s', async (_name, appOf, lab) => {
  const folder = await tempDir();
  const stop = vi.fn(() => Promise.resolve());
  const start = (): Promise<App> => (appOf ? Promise.resolve(appOf(stop)) : never());
  const json = path.join(folder, 'report.json');
  const command = {
    kind: 'run',
    folder: '/some/album',
    lab: true,
    settings: {},
    timeoutMs: 60_000,
    json,
    verbose: false,
  };
  const printed: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);

  for (const [timeoutMs, signal, outcome, words] of [
    [1, new AbortController().signal, 'timeout', 'The run did not end within 1 ms'],
    [60_000, AbortSignal.abort(), 'failed', 'The run was interrupted while opening the project'],
  ] as const) {
    expect(await runProject(start, { ...command, timeoutMs } as unknown as RunCommand, CONFIG, signal)).toBe(
      1,
    );
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
      version: 1,
      ferry: '9.9.9',
      project: { name: 'album' },
      ...(timeoutMs === 1 ? lab : {}),
      outcome,
      failure: expect.stringContaining(words) as string,
      pages: [],
    });
    expect(printed.at(-1)).toContain(words);
  }
  vi.restoreAllMocks();
  expect(stop.mock.calls.length).toBe(appOf ? 2 : 0);
});
