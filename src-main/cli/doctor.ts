import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { createApp, type App } from '../app.ts';
import type { Config } from '../config.ts';
import { createDriver } from './run/steps.ts';
import { untilQuiet } from './run/quiet.ts';

interface Check {
  readonly name: string;
  /** Throws when it does not work; what it returns is shown beside the name. */
  run(): Promise<string>;
}

const TIMEOUT_MS = 60_000;
const PICTURE = 'harbour-dawn.jpg';

/**
 * `ferry doctor`: lets this machine's runtime do once what Ferry needs of it, in a home of its own, and prints what
 * works. Returns the exit code.
 */
export async function runDoctor(config: Config): Promise<number> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'ferry-doctor-'));
  const picture = path.join(config.folders.media, PICTURE);
  say(`Ferry ${config.version} on ${config.runtime.kind} ${config.runtime.version}`);
  say(`Node ${process.versions.node}, ${os.type()} ${os.release()} ${process.arch}`);
  let app: App | null = null;
  try {
    app = await createApp(
      { ...config, home },
      { surface: 'hidden', scriptedPicks: [{ kind: 'files', paths: [picture] }], entry: null, fresh: false },
    );
    say('✓ registry, home and IPC');
    return (await runAll(checksOf(app, picture))) ? 0 : 1;
  } finally {
    await app?.stop();
    await fs.rm(home, { recursive: true, force: true });
  }
}

async function runAll(checks: readonly Check[]): Promise<boolean> {
  for (const check of checks) {
    const started = performance.now();
    try {
      const shown = await check.run();
      say(
        `✓ ${check.name}${shown === '' ? '' : `: ${shown}`} (${(performance.now() - started).toFixed(0)} ms)`,
      );
    } catch (error) {
      // Each check builds on the one before, so the first failure is the finding.
      say(`✗ ${check.name}: ${FerryError.from(error).message}`);
      return false;
    }
  }
  return true;
}

function checksOf(app: App, picture: string): Check[] {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const opened = () => {
    const open = app.workbench.current();
    if (!open) throw new FerryError('internal', 'No program is open.');
    return open;
  };
  return [
    {
      name: 'lab',
      run: () => app.startLab(),
    },
    {
      name: 'compiler, scheme, preload and page runtime',
      async run() {
        await app.openSample('album');
        const { program } = opened();
        await untilQuiet(program, app.transfers, signal);
        const visit = program.log.visits[0];
        if (!visit?.opened) throw new FerryError('internal', 'The Album sample did not open.');
        return `${visit.path} in ${visit.openMs.toFixed(0)} ms`;
      },
    },
    {
      name: 'screenshot',
      async run() {
        const png = await opened().view.capture();
        if (png.length < 1000) throw new FerryError('internal', 'The picture is empty.');
        return `${String(png.length)} bytes`;
      },
    },
    {
      name: 'input, upload and content hash',
      async run() {
        const { program } = opened();
        const driver = createDriver(opened());
        await driver.perform({ kind: 'tap', selector: '#choose' }, signal);
        await driver.perform({ kind: 'tap', selector: '#upload' }, signal);
        await driver.perform({ kind: 'wait-selector', selector: '.keep' }, signal);
        await app.transfers.settled();
        const [upload] = program.journal.ofThisLaunch();
        const wanted = createHash('sha256')
          .update(await fs.readFile(picture))
          .digest('hex');
        if (upload?.file?.sha256 !== wanted || !upload.responseText?.includes(wanted)) {
          throw new FerryError('internal', 'The bytes that arrived are not the bytes that were sent.');
        }
        return `${String(upload.sentBytes)} bytes, sha-256 equal on both sides`;
      },
    },
  ];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
