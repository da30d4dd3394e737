import { createHash } from 'node:crypto';
import type { Rule } from '#contract/conditions';
import type { TransferKind } from '#contract/transfer';
import { faultRule } from '../../src-main/transfers/conditions/parse-fault.ts';

/** How a planned transfer is to end. */
export type Expected =
  | { readonly ends: 'ok'; readonly statusCode: number }
  /** One of these codes. */
  | { readonly ends: 'failed'; readonly codes: readonly string[] };

/** One fault of the load, by the path its transfers are sent to. */
interface PlannedFault {
  readonly name: string;
  readonly kinds: readonly TransferKind[];
  /** As `--fault` takes it, after the transfers it is for; null for none. */
  readonly text: string | null;
  readonly expected: Expected;
  /** What may have reached the server: nothing of the request, some of its body, or all of it. */
  readonly reaches: 'nothing' | 'some' | 'all';
  readonly timeoutMs?: number;
  /** The content that arrives is not the one that was sent. */
  readonly corrupts?: boolean;
}

const ALL: readonly TransferKind[] = ['upload', 'download', 'request'];
const ok = (statusCode = 200): Expected => ({ ends: 'ok', statusCode });
const failed = (...codes: string[]): Expected => ({ ends: 'failed', codes });

export const LOAD_FAULTS: readonly PlannedFault[] = [
  { name: 'none', kinds: ALL, text: null, expected: ok(), reaches: 'all' },
  { name: 'refuse', kinds: ALL, text: 'refuse', expected: failed('net.connect'), reaches: 'nothing' },
  { name: 'dns', kinds: ALL, text: 'dns', expected: failed('net.dns'), reaches: 'nothing' },
  {
    name: 'reset-sent',
    kinds: ['upload'],
    text: 'request/reset@50%',
    expected: failed('net.reset'),
    reaches: 'some',
  },
  {
    name: 'close-sent',
    kinds: ['upload'],
    text: 'request/close@10%',
    expected: failed('net.closed', 'net.reset'),
    reaches: 'some',
  },
  {
    name: 'reset',
    kinds: ['download', 'request'],
    text: 'reset@50%',
    expected: failed('net.reset'),
    reaches: 'all',
  },
  {
    name: 'close',
    kinds: ['download', 'request'],
    text: 'close@25%',
    expected: failed('net.truncated'),
    reaches: 'all',
  },
  {
    name: 'truncate',
    kinds: ['download'],
    text: 'truncate@75%',
    expected: failed('net.truncated'),
    reaches: 'all',
  },
  {
    name: 'stall',
    kinds: ['download'],
    text: 'stall@50%',
    expected: failed('net.timeout'),
    reaches: 'all',
    timeoutMs: 300,
  },
  { name: 'pause', kinds: ['upload', 'download'], text: 'stall@50%,20ms', expected: ok(), reaches: 'all' },
  {
    name: 'corrupt-sent',
    kinds: ['upload'],
    text: 'request/corrupt@50%,4',
    expected: ok(),
    reaches: 'all',
    corrupts: true,
  },
  {
    name: 'corrupt',
    kinds: ['download'],
    text: 'corrupt@50%,4',
    expected: ok(),
    reaches: 'all',
    corrupts: true,
  },
  {
    name: 'longer',
    kinds: ['download'],
    text: 'content-length,9000000',
    expected: failed('net.truncated'),
    reaches: 'all',
  },
  { name: 'garbage', kinds: ALL, text: 'garbage-header', expected: failed('net.protocol'), reaches: 'all' },
  { name: 'status', kinds: ALL, text: 'status,503', expected: ok(503), reaches: 'all' },
  {
    name: 'dropped',
    kinds: ['upload', 'request'],
    text: 'drop-response',
    expected: failed('net.closed'),
    reaches: 'all',
  },
  {
    name: 'twice',
    kinds: ['upload', 'download'],
    text: 'duplicate-progress',
    expected: ok(),
    reaches: 'all',
  },
];

export function loadRules(): Rule[] {
  return LOAD_FAULTS.flatMap(({ name, text }) =>
    text === null ? [] : [faultRule(name, `any(*/${name}/*):${text}`)],
  );
}

/** One transfer of the load. */
export interface PlannedTransfer {
  readonly number: number;
  readonly kind: TransferKind;
  readonly fault: PlannedFault;
  readonly sizeBytes: number;
  /** Aborted by the page at its first event. */
  readonly aborts: boolean;
}

/** Transfers by a seed: the same seed, the same load. Most go through without a fault. */
export function planLoad(seed: number, count: number, maxBytes: number): PlannedTransfer[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, number) => {
    const kind = ALL[Math.floor(random() * ALL.length)] ?? 'request';
    const faults = LOAD_FAULTS.filter(({ kinds }) => kinds.includes(kind));
    const isFaulty = random() < 0.4;
    const fault = (isFaulty ? faults[Math.floor(random() * faults.length)] : undefined) ?? LOAD_FAULTS[0];
    if (!fault) throw new Error('There is no fault at all.');
    // A place in per cent of a body needs a body.
    const sizeBytes = 1024 + Math.floor(random() ** 3 * maxBytes);
    return { number, kind, fault, sizeBytes, aborts: random() < 0.03 };
  });
}

/** Content of a size that is different for each transfer, and cheap to make. */
export function contentOf(number: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes, String(number % 10));
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The numbers of a linear congruential generator, 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
