import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { portFromProcess, type HostProcess } from '../../../src-main/worker/process-port.ts';
import type { WorkerCommand, WorkerEvent } from '../../../src-main/worker/protocol.ts';

const command: WorkerCommand = { kind: 'abort', id: 'a' };
const event: WorkerEvent = { kind: 'hashed', id: 'a', sha256: null };

class FakeProcess extends EventEmitter implements HostProcess {
  readonly exits: number[] = [];
  readonly sent: unknown[] = [];
  parentPort?: unknown;
  send?: HostProcess['send'];
  exit(code: number): void {
    this.exits.push(code);
  }
}

it('speaks through Electron’s parentPort, whose messages carry their data inside', () => {
  const host = new FakeProcess();
  const posted: unknown[] = [];
  const parentPort = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => posted.push(message),
  });
  host.parentPort = parentPort;
  const port = portFromProcess(host);
  const heard: WorkerCommand[] = [];
  port.onMessage((message) => heard.push(message));
  parentPort.emit('message', { data: command });
  port.postMessage(event);
  expect({ heard, posted }).toEqual({ heard: [command], posted: [event] });
});

it('speaks through a fork’s channel and ends with it', () => {
  const host = new FakeProcess();
  host.send = (message) => host.sent.push(message) > 0;
  const port = portFromProcess(host);
  const heard: WorkerCommand[] = [];
  port.onMessage((message) => heard.push(message));
  host.emit('message', command);
  port.postMessage(event);
  expect({ heard, sent: host.sent, exits: host.exits }).toEqual({
    heard: [command],
    sent: [event],
    exits: [],
  });
  host.emit('disconnect');
  expect(host.exits).toEqual([0]);
});

it('refuses to run by hand', () => {
  expect(() => portFromProcess(new FakeProcess())).toThrow('started by Ferry');
});

it('what is told to a parent that has been killed is dropped in silence', () => {
  const host = new FakeProcess();
  const done: unknown[] = [];
  // As Node does: without a callback the failure would be an error event that ends the process.
  host.send = (_message, heard) => {
    heard(new Error('write EPIPE'));
    return done.push(heard) > 0;
  };
  expect(() => {
    portFromProcess(host).postMessage(event);
  }).not.toThrow();
  expect(done).toEqual([expect.any(Function)]);
});
