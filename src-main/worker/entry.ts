import { portFromProcess } from './process-port.ts';
import { createWorker } from './worker.ts';

createWorker(portFromProcess(process));
