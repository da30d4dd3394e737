import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApp } from '../app.ts';
import { DEFAULT_SETTINGS } from '#contract/settings';
import type { Config } from '../config.ts';
import { createUtilityFork } from '../electron/fork.ts';
import { pageChecks } from './doctor/page-checks.ts';
import { processChecks } from './doctor/process-checks.ts';
import { must, runChecks, type Check } from './doctor/run-checks.ts';
import { readRendererFilters, sandboxSeen } from './doctor/sandbox-check.ts';

const PICTURE = 'harbour-dawn.jpg';
/** Less room than this is soon used up by transfers. */
const LITTLE_ROOM_BYTES = 500 * 1000 * 1000;

/**
 * `ferry doctor`: lets this machine's runtime do once what Ferry needs of it, in a home of its own, and prints what
 * works. Returns the exit code. Its synchronous part runs before Electron is ready.
 *
 * @param runtime what the runtime was told at its start
 */
export async function runDoctor(
  config: Config,
  runtime: { readonly isSandboxSwitchedOff: boolean },
): Promise<number> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-doctor-'));
  const picture = { name: PICTURE, path: path.join(config.folders.media, PICTURE) };
  const logged: string[] = [];
  const starting = createApp(
    { ...config, home: path.join(place, 'home') },
    {
      surface: 'hidden',
      scriptedPicks: [{ kind: 'files', paths: [picture.path] }],
      entry: null,
      settings: () => DEFAULT_SETTINGS,
      fresh: false,
      // Some of what the checks do must be refused, and is logged: worth reading only when something does not work.
      log: (line) => logged.push(line),
    },
  );
  starting.catch(() => undefined);
  const app = () => starting;
  const lab = async (): Promise<string> => (await starting).startLab();
  say(`Ferry ${config.version} on ${config.runtime.kind} ${config.runtime.version}`);
  for (const { name, version } of config.runtime.parts) say(`  ${name} ${version}`);
  try {
    const checks: Check[] = [
      {
        name: 'home',
        needs: [],
        meaning: 'Ferry cannot keep files and history there: use another folder with --home.',
        run: () => Promise.resolve(homeSeen(config.home)),
      },
      {
        name: 'start',
        needs: [],
        meaning: 'Ferry does not start on this machine.',
        async run() {
          await starting;
          return 'registry, IPC, own scheme and a window, in a home of its own';
        },
      },
      {
        name: 'lab',
        needs: ['start'],
        meaning: 'The samples and --lab have no server.',
        async run() {
          const origin = await lab();
          const answer = await fetch(`${origin}/headers`);
          must(answer.ok, `It answered ${String(answer.status)}`);
          return origin;
        },
      },
      ...processChecks({
        fork: createUtilityFork(config.folders.main),
        place,
        sampleFolder: path.join(config.folders.samples, 'album'),
        lab,
      }),
      ...pageChecks({ app, picture }),
      {
        name: 'sandbox',
        needs: ['page'],
        meaning: '',
        run: () =>
          Promise.resolve(
            sandboxSeen({
              isSwitchedOff: runtime.isSandboxSwitchedOff,
              isRoot: process.getuid?.() === 0,
              rendererFilters: readRendererFilters(),
            }),
          ),
      },
    ];
    if (await runChecks(checks, say)) return 0;
    for (const line of logged) process.stderr.write(`${line}\n`);
    return 1;
  } finally {
    await starting.then((ferry) => ferry.stop()).catch(() => undefined);
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

function homeSeen(home: string): string | { readonly warning: string } {
  fs.accessSync(home, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  const { bavail, bsize } = fs.statfsSync(home);
  const freeBytes = bavail * bsize;
  const seen = `${home}, ${(freeBytes / 1e9).toFixed(1)} GB free`;
  return freeBytes < LITTLE_ROOM_BYTES ? { warning: `${seen}: large downloads will not fit` } : seen;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
