import path from 'node:path';
import { createLab } from '../lab/lab.ts';
import type { LabCommand } from './arguments.ts';

/** `ferry lab`: serves until the process is asked to end. */
export async function serveLab(
  command: LabCommand,
  places: { readonly home: string; readonly mediaFolder: string },
): Promise<void> {
  const lab = await createLab({
    host: command.host,
    port: command.port,
    https: command.https ? 'both' : false,
    dataDir: path.join(places.home, 'lab'),
    samplesDir: places.mediaFolder,
  });
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Stays: a terminal and the wrapper may both pass the signal on.
      process.on(signal, () => {
        resolve();
      });
    }
  });
  const lines = [`Lab: ${lab.origin}`];
  if (lab.httpsOrigin !== null) {
    lines.push(`     ${lab.httpsOrigin} (its certificate authority: ${path.join(places.home, 'lab')})`);
  }
  process.stdout.write(`${lines.join('\n')}\nGET / lists the routes. Ctrl+C ends it.\n`);
  await asked;
  await lab.close();
}
