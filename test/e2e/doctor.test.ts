import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferry, FERRY_ROOT } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Lines of a report by the name of their check, without their times. */
function findings(stdout: string): Record<string, string> {
  const lines = stdout.split('\n').filter((line) => /^[✓✗!–] /.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...rest] = line.slice(2).split(': ');
      return [name, `${line.slice(0, 1)} ${rest.join(': ').replace(/ \([\d.]+ m?s\)$/, '')}`];
    }),
  );
}

const LINES: Readonly<Record<string, RegExp>> = {
  home: /^✓ .+, [\d.]+ GB free$/,
  start: /^✓ registry, IPC, own scheme and a window/,
  lab: /^✓ http:\/\/127\.0\.0\.1:\d+$/,
  compiler: /^✓ the Album sample, 2 pages$/,
  'transfer worker':
    /^✓ 1 MiB carried and hashed, killed, back with the same bytes \(sha-256 [0-9a-f]{8}…\)$/,
  page: /^✓ pages\/album\/index of the Album sample, open in \d+ ms$/,
  'IPC types': /^✓ texts with NUL and half surrogates, .+ 64 KiB of bytes both ways; a function is refused$/,
  errors: /^✓ come as values with code and message; malformed calls, .+ are refused$/,
  'sync calls': /^✓ [\d.]+ ms each \(median of 50\)$/,
  'range requests': /^✓ whole 200, parts 206 with the right bytes, beyond the end 416$/,
  streaming: /^✓ 16 MiB at \d+ MiB\/s, byte for byte$/,
  policy: /^✓ a page reaches nobody by fetch or WebSocket$/,
  screenshot: /^✓ 375 × 667, \d+ bytes$/,
  'input, upload and content hash': /^✓ \d+ bytes, sha-256 equal on both sides$/,
  partitions: /^✓ two programs do not see each other’s storage and cookies, and none are left after closing$/,
  sandbox: /^(✓ on, |! off, as Ferry runs as root: |! off by --no-sandbox: )/,
};

describe('ferry doctor', () => {
  test('names the runtime, tries all that Ferry needs of it, and ends with 0', async () => {
    const home = await tempDir();
    const { code, stdout, stderr } = await ferry(['doctor', '--home', home]);
    expect(stdout).toMatch(/^Ferry \d+\.\d+\.\d+ on (electron|chromium) \d+/);
    expect(stdout).toMatch(/\n {2}Chromium \d+.*\n {2}Node\.js \d+/);
    const found = findings(stdout);
    expect(Object.keys(found)).toEqual(Object.keys(LINES));
    for (const [name, line] of Object.entries(found)) expect(line, name).toMatch(LINES[name] ?? /never/);
    expect([code, stderr]).toEqual([0, '']);
    // Only what the runtime itself keeps lies in the home.
    expect(
      fs.readdirSync(home).filter((name) => name !== 'browser' && /ferry|lock|programs/.test(name)),
    ).toEqual([]);
  });

  test('tells what a worker that does not start means, goes on with the rest, and ends with 1', async () => {
    const broken = await brokenFerry((main) => {
      fs.writeFileSync(path.join(main, 'worker.js'), 'process.exit(7);\n');
    });
    const { code, stdout } = await runMain(broken, ['doctor', '--home', await tempDir()]);
    const found = findings(stdout);
    expect(found['transfer worker']).toMatch(
      /^✗ The transfer process ended \(code 7\).* Uploads, downloads and requests will fail\.$/,
    );
    expect(found['input, upload and content hash']).toMatch(/^✗ /);
    for (const name of ['compiler', 'page', 'errors', 'sync calls', 'range requests', 'policy', 'partitions'])
      expect(found[name], name).toMatch(LINES[name] ?? /never/);
    expect(code).toBe(1);
  });

  test('does not try what builds on what does not work', async () => {
    const broken = await brokenFerry((main) => {
      fs.writeFileSync(path.join(main, 'compiler.js'), 'process.exit(7);\n');
    });
    const { code, stdout } = await runMain(broken, ['doctor', '--home', await tempDir()]);
    const found = findings(stdout);
    expect(found['compiler']).toMatch(/^✗ The compiler process ended \(code 7\).* No project will open\.$/);
    expect(found['page']).toMatch(/^✗ .* Mini-programs will stay blank\.$/);
    expect(found['transfer worker']).toMatch(/^✓ /);
    for (const name of ['IPC types', 'errors', 'streaming', 'screenshot', 'partitions', 'sandbox'])
      expect(found[name], name).toBe('– not tried, as it builds on: page');
    expect(code).toBe(1);
  });
});

/** A copy of Ferry as built, with something wrong in its main folder. */
async function brokenFerry(spoil: (mainFolder: string) => void): Promise<string> {
  const folder = path.join(await tempDir(), 'ferry');
  for (const part of ['dist', 'assets', 'package.json'])
    fs.cpSync(path.join(FERRY_ROOT, part), path.join(folder, part), { recursive: true });
  fs.symlinkSync(path.join(FERRY_ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  spoil(path.join(folder, 'dist', 'main'));
  return folder;
}

/** Runs an app's main process on the runtime at hand, to its end. */
async function runMain(
  folder: string,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string }> {
  const { default: electron } = (await import('electron')) as unknown as { default: string };
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(electron, [...asRoot, folder, '--', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout });
    });
  });
}
