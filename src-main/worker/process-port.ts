import type { CommandPort } from './worker.ts';
import type { WorkerCommand, WorkerEvent } from './protocol.ts';

/** What Electron gives a utility process to talk to its parent. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/** As much of `process` as the port needs. */
export interface HostProcess {
  readonly parentPort?: unknown;
  readonly send?: ((message: unknown, done: (error: Error | null) => void) => boolean) | undefined;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * The line to the parent, whichever runtime this process was started by: Electron's utilityProcess, or Node's fork
 * with the advanced serialization. A forked worker ends with its parent, as a utility process does by itself.
 */
export function portFromProcess(host: HostProcess): CommandPort {
  const { parentPort } = host;
  if (isParentPort(parentPort)) {
    return {
      postMessage: (event: WorkerEvent) => {
        parentPort.postMessage(event);
      },
      onMessage(listener) {
        parentPort.on('message', ({ data }) => {
          listener(commandFrom(data));
        });
      },
    };
  }
  if (host.send === undefined) throw new Error('The transfer worker is started by Ferry, not by hand');
  const send = host.send.bind(host);
  host.on('disconnect', () => {
    host.exit(0);
  });
  return {
    postMessage(event) {
      // A parent that was killed hears nothing more, and 'disconnect' is about to say so here.
      send(event, () => undefined);
    },
    onMessage(listener) {
      host.on('message', (message) => {
        listener(commandFrom(message));
      });
    },
  };
}

/** Parent and worker are one build of one program: what comes by this line is a command. */
function commandFrom(message: unknown): WorkerCommand {
  return message as WorkerCommand;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
