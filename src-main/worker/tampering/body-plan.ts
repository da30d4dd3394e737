import { assertNever } from '#contract/errors';
import type { Fault, FaultPlace, FaultSide } from '#contract/conditions';

/** A drip comes byte by byte up to this rate, and in as many larger drops above it. */
const STEPS_PER_SECOND = 200;

/** A fault that happens once, at one place of a body. */
export type Stop = Extract<Fault, { kind: 'reset' | 'close' | 'stall' | 'truncate' }>;

/** What is done to one body, with every place as a number of bytes. */
export interface BodyPlan {
  /** Body bytes on the wire; null when nobody says. */
  readonly lengthBytes: number | null;
  /** By their place; those of one place in the order they were given. */
  readonly stops: readonly { readonly atBytes: number; readonly stop: Stop }[];
  /** Half-open spans of bytes that arrive inverted. */
  readonly corruptions: readonly { readonly fromBytes: number; readonly toBytes: number }[];
  /** Null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
}

/** The faults of one side, for a body of this length. */
export function bodyPlanFor(faults: readonly Fault[], side: FaultSide, lengthBytes: number | null): BodyPlan {
  const stops: { atBytes: number; stop: Stop }[] = [];
  const corruptions: { fromBytes: number; toBytes: number }[] = [];
  let bytesPerSecond: number | null = null;
  for (const fault of faults) {
    if (sideOf(fault) !== side) continue;
    switch (fault.kind) {
      case 'reset':
      case 'close':
      case 'stall':
      case 'truncate':
        stops.push({ atBytes: placeInBytes(fault.at, lengthBytes), stop: fault });
        break;
      case 'corrupt': {
        const fromBytes = placeInBytes(fault.at, lengthBytes);
        corruptions.push({ fromBytes, toBytes: fromBytes + fault.bytes });
        break;
      }
      case 'drip':
        bytesPerSecond = Math.min(bytesPerSecond ?? Infinity, fault.bytesPerSecond);
        break;
      default:
        // The rest strikes elsewhere: the connection, the response's head, the progress a page is told.
        break;
    }
  }
  stops.sort((a, b) => a.atBytes - b.atBytes);
  return { lengthBytes, stops, corruptions, bytesPerSecond };
}

function sideOf(fault: Fault): FaultSide | null {
  if ('side' in fault) return fault.side;
  return fault.kind === 'truncate' ? 'response' : null;
}

function placeInBytes(place: FaultPlace, lengthBytes: number | null): number {
  switch (place.unit) {
    case 'bytes':
      return place.bytes;
    case 'percent':
      return lengthBytes === null ? Infinity : Math.floor((lengthBytes * place.percent) / 100);
    default:
      return assertNever(place);
  }
}

/** How a body is led past its faults. */
export interface PassageSteps {
  /** Hands bytes on; resolves when they are taken. */
  put(bytes: Uint8Array): Promise<void>;
  /** Carries a stop out; false when nothing passes any more. */
  stop(stop: Stop): Promise<boolean>;
  /** Something of the body has been changed or slowed down. */
  struck(): void;
  /** Resolves early when it is over. */
  sleep(ms: number): Promise<void>;
  /** Nobody waits for the body any more. */
  isOver(): boolean;
  /** Monotonic, in milliseconds. */
  now(): number;
}

/** One body on its way past its faults. One call at a time. */
export interface Passage {
  passedBytes(): number;
  /** True when the whole body, of known length, has passed. */
  isWhole(): boolean;
  /** Before the first byte. False: nothing passes any more; so for the other two. */
  begin(): Promise<boolean>;
  /** Stops at the end of a body of known length are left to `finish`. */
  pass(chunk: Uint8Array): Promise<boolean>;
  finish(): Promise<boolean>;
}

/** Leads a body past the faults of `plan`, byte by byte where that matters. */
export function createPassage(plan: BodyPlan, steps: PassageSteps): Passage {
  const stops = [...plan.stops];
  let passedBytes = 0;
  let dueAtMs = 0;

  const stopsHere = async (): Promise<boolean> => {
    for (;;) {
      const [next] = stops;
      if (next === undefined || next.atBytes > passedBytes) return true;
      stops.shift();
      if (!(await steps.stop(next.stop))) return false;
    }
  };

  const put = async (bytes: Uint8Array) => {
    const changed = corrupted(bytes, passedBytes, plan.corruptions);
    if (changed !== null) steps.struck();
    await steps.put(changed ?? bytes);
    passedBytes += bytes.length;
  };

  const drip = async (bytes: Uint8Array, bytesPerSecond: number) => {
    steps.struck();
    dueAtMs = Math.max(dueAtMs, steps.now());
    const stepBytes = Math.max(1, Math.floor(bytesPerSecond / STEPS_PER_SECOND));
    for (let at = 0; at < bytes.length; at += stepBytes) {
      const step = bytes.subarray(at, at + stepBytes);
      dueAtMs += (step.length * 1000) / bytesPerSecond;
      const earlyMs = dueAtMs - steps.now();
      if (earlyMs > 0) await steps.sleep(Math.ceil(earlyMs));
      if (steps.isOver()) return;
      await put(step);
    }
  };

  const isWhole = () => passedBytes === plan.lengthBytes;

  return {
    passedBytes: () => passedBytes,
    isWhole,
    begin: async () => isWhole() || (await stopsHere()),
    async pass(chunk) {
      let left = chunk;
      while (left.length > 0) {
        if (!(await stopsHere()) || steps.isOver()) return false;
        const room = Math.min(left.length, (stops[0]?.atBytes ?? Infinity) - passedBytes);
        const bytes = left.subarray(0, room);
        left = left.subarray(room);
        if (plan.bytesPerSecond === null) await put(bytes);
        else await drip(bytes, plan.bytesPerSecond);
      }
      return isWhole() || (await stopsHere());
    },
    finish: stopsHere,
  };
}

/** A copy with the bytes of the spans inverted; null when none is in it. The original may be a buffer in use. */
function corrupted(
  bytes: Uint8Array,
  atBytes: number,
  corruptions: BodyPlan['corruptions'],
): Uint8Array | null {
  let copy: Uint8Array | null = null;
  for (const { fromBytes, toBytes } of corruptions) {
    const from = Math.max(fromBytes - atBytes, 0);
    const to = Math.min(toBytes - atBytes, bytes.length);
    if (from >= to) continue;
    copy ??= Uint8Array.from(bytes);
    for (let at = from; at < to; at += 1) copy[at] = (copy[at] ?? 0) ^ 0xff;
  }
  return copy;
}
