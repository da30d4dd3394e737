import { forkModule } from './children.ts';
import { costOf } from './usage.ts';
import type { Subject } from './workload.ts';

/** The control that every Node client has in common: bare `node:http`, told once, in a process of its own. */
export const nodeHttpSubject: Subject = {
  name: 'node:http',
  async run(workload, place, signal) {
    const child = forkModule(new URL('./node-http-process.ts', import.meta.url), signal);
    try {
      await child.next();
      return await costOf(child.pid, async () => {
        child.send({ workload, place });
        return ((await child.next()) as { wallMs: number }).wallMs;
      });
    } finally {
      await child.end();
    }
  },
};
