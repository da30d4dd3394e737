import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../src-main/cli/run/report.ts';

/** Ferry's own folder. */
export const FERRY_ROOT = path.resolve(import.meta.dirname, '..', '..');
export const SAMPLES = path.join(FERRY_ROOT, 'assets', 'samples');
export const MEDIA = path.join(FERRY_ROOT, 'assets', 'media');
export const PROJECTS = path.join(FERRY_ROOT, 'test', 'fixtures', 'projects');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the `ferry` command as a user would, to its end. */
export function ferry(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(FERRY_ROOT, 'bin', 'ferry.mjs'), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** `ferry run` with its JSON report in the given home. */
export async function ferryRun(
  project: string,
  home: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult & { readonly report: RunReport }> {
  const file = path.join(home, 'report.json');
  const result = await ferry(['run', project, '--home', home, '--json', file, ...args], env);
  if (!fs.existsSync(file)) throw new Error(`No report (exit ${String(result.code)}): ${result.stderr}`);
  return { ...result, report: JSON.parse(fs.readFileSync(file, 'utf8')) as RunReport };
}
