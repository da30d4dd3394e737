import { readdirSync } from 'node:fs';
import os from 'node:os';
import { portFromProcess } from './process-port.ts';
import { createWorker } from './worker.ts';

/** The window and the page go first: ten transfers at full speed leave them as quick as none. */
function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL } = os.constants.priority;
  os.setPriority(PRIORITY_BELOW_NORMAL);
  if (process.platform !== 'linux') return;
  // Linux counts priority by thread, and V8's collector has had its threads since the start.
  for (const thread of readdirSync('/proc/self/task')) os.setPriority(Number(thread), PRIORITY_BELOW_NORMAL);
}

try {
  giveWay();
} catch {
  // A system that forbids it: transfers then compete with the window, and nothing else changes.
}
createWorker(portFromProcess(process));
