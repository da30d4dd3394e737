/** The names of links that stand in menus, fast ones first. */
export const LINK_NAMES = ['wifi', '5g', '4g', '3g', 'slow-3g', '2g', 'offline'] as const;

/** Figures of each preset as they are shown: as networks are sold, in bits a second. */
export const LINK_FIGURES: Readonly<
  Record<Exclude<(typeof LINK_NAMES)[number], 'offline'>, { down: string; up: string; rtt: number }>
> = {
  wifi: { down: '30 Mbit/s', up: '15 Mbit/s', rtt: 20 },
  '5g': { down: '60 Mbit/s', up: '20 Mbit/s', rtt: 30 },
  '4g': { down: '9 Mbit/s', up: '9 Mbit/s', rtt: 170 },
  '3g': { down: '1.6 Mbit/s', up: '768 kbit/s', rtt: 300 },
  'slow-3g': { down: '400 kbit/s', up: '400 kbit/s', rtt: 400 },
  '2g': { down: '280 kbit/s', up: '256 kbit/s', rtt: 800 },
};
