import { forkModule } from './children.ts';
import { resetPeak, usageOf } from './usage.ts';
import type { Subject } from './workload.ts';

/** The control that every Node client has in common: bare `node:http`, told once, in a process of its own. */
export const nodeHttpSubject: Subject = {
  name: 'node:http',
  async run(workload, place, signal) {
    const child = forkModule(new URL('./node-http-process.ts', import.meta.url), signal);
    try {
      await child.next();
      resetPeak(child.pid);
      const before = usageOf(child.pid);
      child.send({ workload, place });
      const { wallMs } = (await child.next()) as { wallMs: number };
      const after = usageOf(child.pid);
      return {
        wallMs,
        cpuMs: before && after && after.cpuMs - before.cpuMs,
        idleBytes: before?.residentBytes ?? null,
        peakBytes: after?.peakBytes ?? null,
      };
    } finally {
      await child.end();
    }
  },
};
