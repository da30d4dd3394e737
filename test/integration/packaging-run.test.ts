import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src-main/cli/run/report.ts';
import { MEDIA } from '../support/ferry-cli.ts';
import { layOutProject, LINUX, pack } from '../support/packing.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Runs a command to its end, with its own folder for temporary files. */
async function run(
  command: string,
  args: readonly string[],
  temp: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temp,
      ELECTRON_ON_CHROMIUM_NODE: process.execPath,
      ELECTRON_ON_CHROMIUM_HEADLESS: '1',
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

// The Linux package is the only one whose Electron can be electron-on-chromium.
test.runIf(process.platform === 'linux')(
  'the packed app runs a packed sample: compiles it, uploads, downloads, saves, and leaves nothing behind',
  async () => {
    const project = await tempDir();
    await layOutProject(project, [LINUX]);
    const packed = await pack(project, LINUX, {
      runs: true,
      flags: ['-c.electronFuses.enableNodeCliInspectArguments=true'],
    });
    expect(packed.code, packed.said).toBe(0);
    const wire = await getCurrentFuseWire(path.join(packed.output, LINUX.executable));
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.ENABLE);

    const command = path.join(packed.output, 'linux-unpacked', 'cli');
    const temp = await tempDir();
    const version = await run(command, ['--version'], temp);
    const manifest = fs.readFileSync(path.join(project, 'package.json'), 'utf8');
    const { version: expected } = JSON.parse(manifest) as { version: string };
    expect(version).toEqual({ code: 0, stdout: `${expected}\n`, stderr: '' });

    const home = await tempDir();
    const file = path.join(home, 'report.json');
    const picture = path.join(MEDIA, 'harbour-dawn.jpg');
    const sample = path.join(
      packed.output,
      LINUX.resources,
      'app.asar.unpacked',
      'assets',
      'samples',
      'album',
    );
    const { code, stderr } = await run(
      command,
      [
        ...['run', sample, '--home', home, '--json', file, '--lab', '--choose', picture],
        ...['--tap', '#choose', '--tap', '#upload', '--wait', '.keep', '--tap', '.keep', '--wait', '.remove'],
      ],
      temp,
    );
    expect(code, stderr).toBe(0);
    const report = JSON.parse(fs.readFileSync(file, 'utf8')) as RunReport;
    const sha256 = createHash('sha256').update(fs.readFileSync(picture)).digest('hex');
    expect(report.exceptions).toEqual([]);
    expect(report.transfers).toMatchObject([
      { kind: 'upload', outcome: 'success', file: { sha256 } },
      { kind: 'download', outcome: 'success', file: { sha256 } },
    ]);
    expect(report.files.map(({ kind }) => kind)).toContain('saved');
    expect(fs.readdirSync(temp)).toEqual([]);
  },
);
