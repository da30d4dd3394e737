import type { ExchangeState } from '#contract/transfer';

/** What a row calls its state: a stall and a breakpoint are states to whoever looks, if not to WeChat. */
export type ShownState = ExchangeState | 'stalled' | 'paused';

interface Shape {
  readonly path: string;
  readonly isFilled?: true;
}

/**
 * The shapes of `StateMark` as one path each on a grid of 24: a row that scrolls by changes an attribute instead of
 * a component.
 */
export const STATE_SHAPES: Readonly<Record<ShownState, Shape>> = {
  waiting: {
    path: 'M10.1 2.18a9.93 9.93 0 0 1 3.8 0M17.6 3.71a9.95 9.95 0 0 1 2.69 2.7M21.82 10.1a9.93 9.93 0 0 1 0 3.8M20.29 17.6a9.95 9.95 0 0 1-2.7 2.69M13.9 21.82a9.94 9.94 0 0 1-3.8 0M6.4 20.29a9.95 9.95 0 0 1-2.69-2.7M2.18 13.9a9.93 9.93 0 0 1 0-3.8M3.71 6.4a9.95 9.95 0 0 1 2.7-2.69',
  },
  running: { path: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16', isFilled: true },
  stalled: { path: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M8 12h8' },
  paused: { path: 'M8 5v14M16 5v14' },
  done: { path: 'M20 6 9 17l-5-5' },
  failed: { path: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 7v6M12 16.5v.01' },
  aborted: { path: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M5 5l14 14' },
};

/** Arrows of the directions, in the same way. */
export const DIRECTION_SHAPES = {
  up: 'm5 12 7-7 7 7M12 19V5',
  down: 'M12 5v14M19 12l-7 7-7-7',
  both: 'm21 16-4 4-4-4M17 20V4M3 8l4-4 4 4M7 4v16',
} as const;

export const WARNING_SHAPE =
  'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01';
export const PIN_SHAPE =
  'M12 17v5M9 10.76a2 2 0 0 1-1.11 1.79l-1.78.9A2 2 0 0 0 5 15.24V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.76a2 2 0 0 0-1.11-1.79l-1.78-.9A2 2 0 0 1 15 10.76V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z';
export const NOTE_SHAPE = 'M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z';
export const RESEND_SHAPE = 'M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5';
export const IMPORT_SHAPE = 'M12 3v12M8 11l4 4 4-4M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4';
export const RULE_SHAPE = 'M4 21v-7M4 10V3M12 21v-9M12 8V3M20 21v-5M20 12V3M1 14h6M9 8h6M17 16h6';

/** What stands before the head of some rows: which way earlier launches are, and whether a group is open. */
export const ARROW_SHAPES = {
  up: 'm5 12 7-7 7 7M12 19V5',
  down: 'M12 5v14M19 12l-7 7-7-7',
  open: 'm6 9 6 6 6-6',
  closed: 'm9 18 6-6-6-6',
} as const;
