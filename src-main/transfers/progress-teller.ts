import type { TransferKind } from '#contract/transfer';
import type { JobCounts } from '../worker/protocol.ts';
import type { TaskNews } from './context.ts';

/**
 * Turns byte counts into what `onProgressUpdate` is told: one event for each whole per cent that has changed,
 * 100 exactly once and last, 0 per cent with an expected size of 0 while the size is unknown (wx-api.md §4, §5).
 */
export interface ProgressTeller {
  tell(counts: JobCounts): void;
  /** The transfer is complete: tells 100 unless that was told. */
  complete(counts: JobCounts): void;
  /** Events told so far. */
  count(): number;
}

export interface ProgressStyle {
  /** An upload is told 100 at once, as Android does when the bytes are in its buffer (wx-api.md §4). */
  readonly jumps: boolean;
  /** Every event is told twice: a fault to test with. */
  readonly repeats: boolean;
}

export function createProgressTeller(
  kind: TransferKind,
  style: ProgressStyle,
  emit: (news: TaskNews) => void,
): ProgressTeller {
  let told = 0;
  let last = { progress: -1, transferredBytes: -1 };

  const send = (progress: number, transferredBytes: number, expectedBytes: number): void => {
    last = { progress, transferredBytes };
    for (let times = style.repeats ? 2 : 1; times > 0; times -= 1) {
      told += 1;
      emit({ kind: 'progress', progress, transferredBytes, expectedBytes });
    }
  };
  return {
    tell(counts) {
      if (kind === 'request') return;
      const { transferredBytes, expectedBytes } = direction(kind, counts);
      if (expectedBytes === 0) {
        if (transferredBytes > Math.max(0, last.transferredBytes)) send(0, transferredBytes, 0);
        return;
      }
      if (style.jumps) {
        if (transferredBytes > 0 && last.progress < 100) send(100, expectedBytes, expectedBytes);
        return;
      }
      const progress = Math.floor((transferredBytes / expectedBytes) * 100);
      // A download is told 100 only once it is known to be whole; an upload when its last byte has gone out.
      if (progress === 100 && kind === 'download') return;
      // The hop after a redirect sends the body again; what was told is not taken back.
      if (progress > last.progress) send(progress, transferredBytes, expectedBytes);
    },
    complete(counts) {
      if (kind === 'request' || last.progress === 100) return;
      const { transferredBytes, expectedBytes } = direction(kind, counts);
      send(100, transferredBytes, expectedBytes);
    },
    count: () => told,
  };
}

function direction(
  kind: TransferKind,
  counts: JobCounts,
): { transferredBytes: number; expectedBytes: number } {
  return kind === 'upload'
    ? { transferredBytes: counts.sentBytes, expectedBytes: counts.expectedSendBytes }
    : { transferredBytes: counts.receivedBytes, expectedBytes: counts.expectedReceiveBytes };
}
