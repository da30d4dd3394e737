import path from 'node:path';
import { utilityProcess } from 'electron';
import type { ForkProcess } from '../worker/protocol.ts';

/** Starts the app's own process files as Electron utility processes, messages only. */
export function createUtilityFork(mainFolder: string): ForkProcess {
  return (entry) => {
    const child = utilityProcess.fork(path.join(mainFolder, `${entry}.js`), [], {
      serviceName: `Ferry ${entry}`,
      stdio: 'inherit',
      // Name look-ups share the thread pool with the disk; a slow one must not hold up the writes of nine others.
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    });
    return {
      postMessage(command) {
        child.postMessage(command);
      },
      onMessage(listener) {
        child.on('message', listener);
      },
      onExit(listener) {
        child.once('exit', listener);
      },
      kill() {
        child.kill();
      },
    };
  };
}
