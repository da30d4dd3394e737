import { onTestFinished } from 'vitest';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { WriteDoor } from '../../src-main/worker/batch-writer.ts';
import type { ForkProcess, WorkerCommand, WorkerEvent } from '../../src-main/worker/protocol.ts';
import { createWorker } from '../../src-main/worker/worker.ts';
import type { AnyWorker } from './transfer-harness.ts';

/** A transfer worker in the test's own process, which writes through a door of the test's making. */
export function workerWithDoor(write: WriteDoor): AnyWorker {
  const events = new Set<(event: WorkerEvent) => void>();
  const commands = new Set<(command: WorkerCommand) => void>();
  const worker = createWorker(
    {
      postMessage: (event) => {
        const cloned = structuredClone(event);
        // As over a real line: later, and never within the call.
        setImmediate(() => {
          for (const listen of events) listen(cloned);
        });
      },
      onMessage: (listener) => void commands.add(listener),
    },
    { now: () => performance.now(), writev: write },
  );
  const gone = Promise.withResolvers<number>();
  const fork = (() => ({
    postMessage(command: WorkerCommand) {
      for (const listen of commands) listen(command);
    },
    onMessage: (listener: (event: WorkerEvent) => void) => void events.add(listener),
    onExit: (listener: (code: number) => void) => void gone.promise.then(listener),
    kill: () => void worker.close().then(() => gone.resolve(0)),
  })) as unknown as ForkProcess;
  const client = createWorkerClient(fork);
  onTestFinished(() => client.close());
  return { client, workers: { openJobs: () => [], current: () => process } };
}
