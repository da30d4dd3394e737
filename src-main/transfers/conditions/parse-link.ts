import type { LinkDirection, LinkSpec, Rule } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import { parseMatch, placeFrom, STARTS_WITH_KIND } from './parse-match.ts';
import { millisecondsFrom } from './units.ts';

const KBIT = 1000 / 8;

function preset(name: string, downKbit: number, upKbit: number, rttMs: number, lossRatio = 0): LinkSpec {
  const direction = (kbit: number): LinkDirection => ({
    bytesPerSecond: kbit * KBIT,
    latencyMs: rttMs / 2,
    jitterMs: rttMs / 20,
    lossRatio,
  });
  return { name, offline: false, up: direction(upKbit), down: direction(downKbit) };
}

const UNLIMITED: LinkDirection = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };

/** Nothing gets through. */
export const OFFLINE_LINK: LinkSpec = { name: 'offline', offline: true, up: UNLIMITED, down: UNLIMITED };

/** The links of mobile networks as WebPageTest measures pages on them. */
export const LINK_PRESETS: ReadonlyMap<string, LinkSpec> = new Map(
  [
    preset('wifi', 30_000, 15_000, 20),
    preset('5g', 60_000, 20_000, 30),
    preset('4g', 9_000, 9_000, 170),
    preset('3g', 1_600, 768, 300),
    preset('slow-3g', 400, 400, 400),
    preset('2g', 280, 256, 800),
    OFFLINE_LINK,
  ].map((link) => [link.name, link]),
);

/**
 * Reads a link: the name of a preset, or `up=200k,down=1m,rtt=120ms,jitter=10ms,loss=1%`. Rates are bits a second as
 * networks are sold (`200k` is 200 kbit/s); `200kB` counts bytes. `latency`, `jitter` and `loss` hold both ways;
 * `loss.up` and `loss.down` one.
 *
 * @throws FerryError `usage`
 */
export function parseLink(text: string): LinkSpec {
  const known = LINK_PRESETS.get(text.toLowerCase());
  if (known) return known;
  let up = UNLIMITED;
  let down = UNLIMITED;
  for (const item of text.split(',')) {
    const [, key = '', side, value = ''] = /^\s*(\w+)(?:\.(up|down))?\s*=\s*(.*?)\s*$/.exec(item) ?? [];
    const change = changeOf(key, value, text);
    if (side !== 'down' && key !== 'down') up = { ...up, ...change };
    if (side !== 'up' && key !== 'up') down = { ...down, ...change };
  }
  return { name: text, offline: false, up, down };
}

/**
 * Reads a link with what it is for: `3g@api.example.com` for a host, whose transfers share it, `2g@upload#1` for
 * transfers that each have one of their own.
 *
 * @returns null where the text names no transfers: a link for everything
 * @throws FerryError `usage`
 */
export function linkRule(id: string, text: string): Rule | null {
  const at = text.indexOf('@');
  if (at < 0) return null;
  const link = parseLink(text.slice(0, at));
  const who = text.slice(at + 1);
  const isHost = !STARTS_WITH_KIND.test(who);
  return {
    id,
    text,
    enabled: true,
    match: isHost ? placeFrom(who) : parseMatch(who),
    action: { kind: 'throttle', link, sharing: isHost ? 'rule' : 'transfer' },
  };
}

function changeOf(key: string, value: string, text: string): Partial<LinkDirection> {
  switch (key) {
    case 'up':
    case 'down':
      return { bytesPerSecond: rateFrom(value, text) };
    case 'rtt':
      return { latencyMs: millisecondsOf(value, text) / 2 };
    case 'latency':
      return { latencyMs: millisecondsOf(value, text) };
    case 'jitter':
      return { jitterMs: millisecondsOf(value, text) };
    case 'loss':
      return { lossRatio: ratioFrom(value, text) };
    default:
      throw wrong(text);
  }
}

function rateFrom(value: string, text: string): number {
  const [, number, prefix = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)(bit|b|B|bps|)$/i.exec(value) ?? [];
  const rate = Number(number) * ({ k: 1e3, m: 1e6, g: 1e9 }[prefix.toLowerCase()] ?? 1);
  if (!(rate > 0)) throw wrong(text);
  return unit === 'B' ? rate : rate / 8;
}

function ratioFrom(value: string, text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(value) ?? [];
  const ratio = Number(number) / (percent === '%' ? 100 : 1);
  if (!(ratio >= 0 && ratio < 1)) throw wrong(text);
  return ratio;
}

function millisecondsOf(value: string, text: string): number {
  const ms = millisecondsFrom(value);
  if (ms === null) throw wrong(text);
  return ms;
}

function wrong(text: string): FerryError {
  return new FerryError(
    'usage',
    `${JSON.stringify(text)} is no link: take ${[...LINK_PRESETS.keys()].join(', ')}, or write up=200k,down=1m,rtt=120ms,jitter=10ms,loss=1%.`,
    { details: { problem: 'link', text } },
  );
}
