import { describe, expect, test } from 'vitest';
import { createYoungGarbage } from '../../../src-main/worker/young-garbage.ts';

const MIB = 1024 * 1024;

describe('young garbage', () => {
  test('is collected each time 4 MiB have passed', () => {
    let collected = 0;
    const garbage = createYoungGarbage(() => {
      collected += 1;
    });
    for (let passedMib = 1; passedMib <= 11; passedMib += 1) garbage.dropped(MIB);
    expect(collected).toBe(2);
  });

  test('is left alone where the runtime has no collector', () => {
    expect(() => {
      createYoungGarbage(null).dropped(100 * MIB);
    }).not.toThrow();
  });

  test('the real collector frees the buffers nobody holds', () => {
    const garbage = createYoungGarbage();
    garbage.dropped(4 * MIB);
    const before = process.memoryUsage().arrayBuffers;
    let mostBytes = 0;
    for (let made = 0; made < 16 * 64; made += 1) {
      Buffer.allocUnsafeSlow(64 * 1024).fill(1, 0, 1);
      garbage.dropped(64 * 1024);
      mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - before);
    }
    expect(mostBytes).toBeLessThan(16 * MIB);
  });
});
