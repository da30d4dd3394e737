import { describe, expect, it } from 'vitest';
import { linkRule, LINK_PRESETS, parseLink } from '../../../../src-main/transfers/conditions/parse-link.ts';

describe('a link', () => {
  it('is a preset by its name', () => {
    expect(parseLink('3G')).toBe(LINK_PRESETS.get('3g'));
    expect(parseLink('3g')).toMatchObject({
      offline: false,
      down: { bytesPerSecond: 200_000, latencyMs: 150, lossRatio: 0 },
      up: { bytesPerSecond: 96_000, latencyMs: 150 },
    });
    expect(parseLink('offline').offline).toBe(true);
  });

  it('is written direction by direction, in bits a second', () => {
    expect(parseLink('up=200k,down=1m,rtt=120ms,jitter=10,loss=1%')).toEqual({
      name: 'up=200k,down=1m,rtt=120ms,jitter=10,loss=1%',
      offline: false,
      up: { bytesPerSecond: 25_000, latencyMs: 60, jitterMs: 10, lossRatio: 0.01 },
      down: { bytesPerSecond: 125_000, latencyMs: 60, jitterMs: 10, lossRatio: 0.01 },
    });
    expect(parseLink('down=200kB, loss.up=0.5')).toMatchObject({
      up: { bytesPerSecond: null, lossRatio: 0.5 },
      down: { bytesPerSecond: 200_000, lossRatio: 0 },
    });
    expect(parseLink('latency.down=1s')).toMatchObject({ up: { latencyMs: 0 }, down: { latencyMs: 1000 } });
  });

  it('is for some transfers after an @: a host shares it, others have their own', () => {
    expect(linkRule('l', '3g')).toBeNull();
    expect(linkRule('l', '3g@api.example.com')).toMatchObject({
      match: { host: 'api.example.com' },
      action: { kind: 'throttle', sharing: 'rule' },
    });
    expect(linkRule('l', '2g@upload#1')).toMatchObject({
      match: { kind: 'upload', nth: 1 },
      action: { kind: 'throttle', sharing: 'transfer', link: { name: '2g' } },
    });
  });

  it.each(['', '6g', 'up=fast', 'up=0', 'up=-1k', 'loss=100%', 'loss=-1', 'rtt=soon', 'speed=1m', 'up=1k,,'])(
    '%j is refused with the presets and an example',
    (text) => {
      expect(() => parseLink(text)).toThrow(/wifi, 5g, 4g, 3g, slow-3g, 2g, offline, or write up=200k/);
    },
  );
});
