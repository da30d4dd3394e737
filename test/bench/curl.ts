import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { urlOf, type Place, type Subject, type Workload } from './workload.ts';

const run = promisify(execFile);

const GNU_TIME = '/usr/bin/time';
/** A kill reaches GNU time and not the curl behind it. */
const MAX_SECONDS = '300';

/** Curl's first line of `--version`; null when it is not installed. */
export async function curlVersion(): Promise<string | null> {
  const answer = await run('curl', ['--version']).catch(() => null);
  return answer?.stdout.split(' (')[0] ?? null;
}

/** The control outside Node. Times itself; processor and memory are GNU time's, where that is installed. */
export function createCurlSubject(): Subject {
  const hasTime = process.platform === 'linux' && fs.existsSync(GNU_TIME);
  return {
    name: 'curl',
    async run(workload, place, signal) {
      const command = ['curl', ...argumentsFor(workload, place)];
      const [file = '', ...args] = hasTime ? [GNU_TIME, '-f', '%U %S %M', ...command] : command;
      const { stdout, stderr } = await run(file, args, { signal, killSignal: 'SIGKILL' });
      const seconds = stdout.trim().split('\n').map(Number);
      const wallMs = 1000 * (workload.atOnce > 1 ? Math.max(...seconds) : seconds.reduce((a, b) => a + b, 0));
      if (seconds.length !== workload.count || !(wallMs > 0)) throw new Error(`curl said: ${stdout}`);
      const booked = /^([\d.]+) ([\d.]+) (\d+)$/m.exec(stderr);
      return {
        wallMs,
        cpuMs: booked === null ? null : 1000 * (Number(booked[1]) + Number(booked[2])),
        idleBytes: null,
        peakBytes: booked === null ? null : Number(booked[3]) * 1024,
      };
    },
  };
}

/** `--next` starts every transfer's options afresh; those of the whole run go first. */
function argumentsFor(workload: Workload, place: Place): string[] {
  const url = urlOf(workload, place);
  const parallel = ['--parallel', '--parallel-immediate', '--parallel-max', String(workload.atOnce)];
  const transfers = Array.from({ length: workload.count }, (_, number) => [
    ...(number > 0 ? ['--next'] : []),
    ...['--silent', '--show-error', '--fail', '--max-time', MAX_SECONDS],
    ...['--write-out', '%{time_total}\n'],
    ...(workload.direction === 'download'
      ? ['--output', path.join(place.outFolder, String(number))]
      : ['--output', '/dev/null', '--form', `file=@${place.sourcePath};type=application/octet-stream`]),
    url,
  ]);
  return ['--disable', '--no-progress-meter', ...(workload.atOnce > 1 ? parallel : []), ...transfers.flat()];
}
