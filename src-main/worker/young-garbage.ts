import v8 from 'node:v8';
import vm from 'node:vm';

const MIB = 1024 * 1024;
/** Rarer, and the process grows again; more often, and collecting costs more than it saves. */
const COLLECT_EVERY_BYTES = 4 * MIB;

/**
 * Each read off a socket is a buffer of its own, small to V8's heap and large outside it, so V8 lets some 80 MB of
 * them lie before it looks. Looked for by the bytes that have passed, they cost a third of that and less time.
 */
export interface YoungGarbage {
  /** So many bytes have passed through buffers that nobody holds any more. */
  dropped(bytes: number): void;
}

/** Does nothing where the runtime has no collector to offer. */
export function createYoungGarbage(collect: (() => void) | null = minorCollector()): YoungGarbage {
  let sinceBytes = 0;
  return {
    dropped(bytes) {
      sinceBytes += bytes;
      if (sinceBytes < COLLECT_EVERY_BYTES) return;
      sinceBytes = 0;
      collect?.();
    },
  };
}

function minorCollector(): (() => void) | null {
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('globalThis.gc');
  return typeof collect === 'function'
    ? () => {
        (collect as (options: { type: 'minor' }) => void)({ type: 'minor' });
      }
    : null;
}
