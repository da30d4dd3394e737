import { describe, expect, it } from 'vitest';
import type { TransferKind } from '#contract/transfer';
import type { TaskNews } from '../../../src-main/transfers/context.ts';
import {
  createProgressTeller,
  type ProgressStyle,
  type ProgressTeller,
} from '../../../src-main/transfers/progress-teller.ts';
import type { JobCounts } from '../../../src-main/worker/protocol.ts';

const NONE: JobCounts = {
  sentBytes: 0,
  acknowledgedBytes: null,
  expectedSendBytes: 0,
  receivedBytes: 0,
  expectedReceiveBytes: 0,
  decodedBytes: 0,
};
const sent = (sentBytes: number, expectedSendBytes: number): JobCounts => ({
  ...NONE,
  sentBytes,
  expectedSendBytes,
});
const received = (receivedBytes: number, expectedReceiveBytes: number): JobCounts => ({
  ...NONE,
  receivedBytes,
  expectedReceiveBytes,
});

/** What a page hears, as `[progress, transferred, expected]`. */
function told(
  kind: TransferKind,
  tell: (teller: ProgressTeller) => void,
  style: Partial<ProgressStyle> = {},
): (readonly number[])[] {
  const news: TaskNews[] = [];
  const teller = createProgressTeller(kind, { jumps: false, repeats: false, ...style }, (one) =>
    news.push(one),
  );
  tell(teller);
  expect(teller.count()).toBe(news.length);
  return news.map((one) =>
    one.kind === 'progress' ? [one.progress, one.transferredBytes, one.expectedBytes] : [],
  );
}

describe('the progress of an upload', () => {
  it('is told for each whole per cent that has changed', () => {
    expect(
      told('upload', (teller) => {
        for (const bytes of [0, 5, 9, 10, 14, 15, 999]) teller.tell(sent(bytes, 1000));
      }),
    ).toEqual([
      [0, 0, 1000],
      [1, 10, 1000],
      [99, 999, 1000],
    ]);
  });

  it('is told 100 when the last byte has gone out, and not again when the answer is there', () => {
    expect(
      told('upload', (teller) => {
        teller.tell(sent(500, 1000));
        teller.tell(sent(1000, 1000));
        teller.tell(sent(1000, 1000));
        teller.complete(sent(1000, 1000));
      }),
    ).toEqual([
      [50, 500, 1000],
      [100, 1000, 1000],
    ]);
  });

  it('never goes back when a redirect sends the body again', () => {
    expect(
      told('upload', (teller) => {
        for (const bytes of [500, 1000, 0, 500, 1000]) teller.tell(sent(bytes, 1000));
        teller.complete(sent(1000, 1000));
      }).map(([progress]) => progress),
    ).toEqual([50, 100]);
  });
});

describe('the progress of a download', () => {
  it('is told 100 only when it is known to be whole', () => {
    expect(
      told('download', (teller) => {
        teller.tell(received(1000, 1000));
      }),
    ).toEqual([]);
    expect(
      told('download', (teller) => {
        teller.tell(received(10, 1000));
        teller.tell(received(1000, 1000));
        teller.complete(received(1000, 1000));
      }),
    ).toEqual([
      [1, 10, 1000],
      [100, 1000, 1000],
    ]);
  });

  it('of unknown length is 0 of 0 for as long as it comes, then 100', () => {
    expect(
      told('download', (teller) => {
        teller.tell(received(10, 0));
        teller.tell(received(10, 0));
        teller.tell(received(30, 0));
        teller.complete(received(40, 0));
      }),
    ).toEqual([
      [0, 10, 0],
      [0, 30, 0],
      [100, 40, 0],
    ]);
  });

  it('without a body is one 100', () => {
    expect(
      told('download', (teller) => {
        teller.complete(received(0, 0));
      }),
    ).toEqual([[100, 0, 0]]);
  });

  it('is silent until the first byte', () => {
    expect(
      told('download', (teller) => {
        teller.tell(NONE);
      }),
    ).toEqual([]);
  });
});

it('a request tells no progress', () => {
  expect(
    told('request', (teller) => {
      teller.tell({ ...sent(5, 10), ...received(5, 10) });
      teller.complete(sent(10, 10));
    }),
  ).toEqual([]);
});
