import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LATER_COMMANDS } from '../../src-main/cli/later.ts';
import { tempDir } from '../support/temp-dir.ts';

const LAUNCHER = path.resolve('src-main/cli/launcher.ts');

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function startFerry(
  args: readonly string[],
  home: string,
): { child: ChildProcess; ended: Promise<Ran>; said(text: string): Promise<void> } {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FERRY_HOME: home },
  });
  let stdout = '';
  let stderr = '';
  const looks = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const look of looks) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  return {
    child,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve();
        };
        looks.add(look);
        look();
      }),
  };
}

const ferry = async (...args: string[]): Promise<Ran> => startFerry(args, await tempDir()).ended;

describe('ferry', () => {
  it('tells its version and its help', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const [told, help, run] = await Promise.all([
      ferry('--version'),
      ferry('--help'),
      ferry('run', '--help'),
    ]);
    expect(told).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect([help.code, help.stdout.includes('ferry run <folder>'), help.stderr]).toEqual([0, true, '']);
    expect([run.code, run.stdout.includes('--all-pages')]).toEqual([0, true]);
  });

  it.each([
    [['run']],
    [['run', 'a', '--nonsense']],
    [['run', 'a', '--har', 'x']],
    [[...LATER_COMMANDS.keys()].slice(0, 1)],
  ])('refuses %j with exit 2 and one readable line', async (args) => {
    const { code, stdout, stderr } = await ferry(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ferry: [^\n]+\n$/);
  });

  it('shows the stack of a refusal when asked', async () => {
    const { code, stderr } = await ferry('run', '--verbose', 'a', 'b');
    expect([code, stderr.split('\n').length > 2, stderr.includes('arguments.ts')]).toEqual([2, true, true]);
  });
});

describe('ferry lab', () => {
  it('serves until it is asked to end, and ends with 0', async () => {
    const home = await tempDir();
    const ferryLab = startFerry(['lab', '--https'], home);
    await ferryLab.said('Ctrl+C ends it.');
    ferryLab.child.kill('SIGTERM');
    const { code, stdout } = await ferryLab.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Lab: http:\/\/127\.0\.0\.1:\d+\n {5}https:\/\/127\.0\.0\.1:\d+ /);
    expect(stdout).toContain(path.join(home, 'lab'));
  });

  it('answers on the port it was given', async () => {
    const probe = net.createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const ferryLab = startFerry(['lab', '--port', String(port)], await tempDir());
    await ferryLab.said('Ctrl+C ends it.');
    const answer = await fetch(`http://127.0.0.1:${String(port)}/status/201`);
    expect([answer.status, await answer.json()]).toEqual([201, { status: 201 }]);
    ferryLab.child.kill('SIGINT');
    expect((await ferryLab.ended).code).toBe(0);
  });

  it('on a port that is taken exits 2 with one line that names the port', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => void taken.close(() => resolve())));
    const { port } = taken.address() as AddressInfo;
    const { code, stdout, stderr } = await ferry('lab', '--port', String(port));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^ferry: [^\\n]*${String(port)}[^\\n]*\\n$`));
  });
});
