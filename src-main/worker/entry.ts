import os from 'node:os';
import { portFromProcess } from './process-port.ts';
import { createWorker } from './worker.ts';

try {
  // The window and the page go first: ten transfers at full speed leave them as quick as none.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that forbids it: transfers then compete with the window, and nothing else changes.
}
createWorker(portFromProcess(process));
