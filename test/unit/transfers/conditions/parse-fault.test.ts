import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { faultRule, parseFault } from '../../../../src-main/transfers/conditions/parse-fault.ts';

const half = { unit: 'percent', percent: 50 } as const;

describe('a fault', () => {
  it.each([
    ['download:reset@50%', { kind: 'download' }, { kind: 'reset', side: 'response', at: half }],
    [
      'upload:stall@65536,5s',
      { kind: 'upload' },
      { kind: 'stall', side: 'request', at: { unit: 'bytes', bytes: 65_536 }, forMs: 5000 },
    ],
    ['upload:stall@50%', { kind: 'upload' }, { kind: 'stall', side: 'request', at: half, forMs: null }],
    [
      'upload:response/close@10',
      { kind: 'upload' },
      { kind: 'close', side: 'response', at: { unit: 'bytes', bytes: 10 } },
    ],
    [
      'request:reset',
      { kind: 'request' },
      { kind: 'reset', side: 'response', at: { unit: 'bytes', bytes: 0 } },
    ],
    ['any:refuse', {}, { kind: 'refuse' }],
    ['upload#2:dns', { kind: 'upload', nth: 2 }, { kind: 'dns' }],
    [
      'upload(api.example.com:8080/v1/*):tls',
      { kind: 'upload', host: 'api.example.com:8080', path: '/v1/*' },
      { kind: 'tls' },
    ],
    [
      'request#3(page=pages/a/*):status,503',
      { kind: 'request', nth: 3, page: 'pages/a/*' },
      { kind: 'status', statusCode: 503 },
    ],
    [
      'download:truncate@99.5%',
      { kind: 'download' },
      { kind: 'truncate', at: { unit: 'percent', percent: 99.5 } },
    ],
    [
      'download:corrupt@100,4',
      { kind: 'download' },
      { kind: 'corrupt', side: 'response', at: { unit: 'bytes', bytes: 100 }, bytes: 4 },
    ],
    ['download:content-length,10', { kind: 'download' }, { kind: 'content-length', bytes: 10 }],
    ['download:drip,64', { kind: 'download' }, { kind: 'drip', side: 'response', bytesPerSecond: 64 }],
    ['any:garbage-header', {}, { kind: 'garbage-header' }],
    ['upload:drop-response', { kind: 'upload' }, { kind: 'drop-response' }],
    ['upload:duplicate-progress', { kind: 'upload' }, { kind: 'duplicate-progress' }],
  ])('%s is read', (text, match, fault) => {
    expect(parseFault(text)).toEqual({ match, fault });
    expect(faultRule('f', text)).toEqual({
      id: 'f',
      text,
      enabled: true,
      match,
      action: { kind: 'fault', fault },
    });
  });

  it('can be a delay, which breaks nothing', () => {
    expect(faultRule('f', 'upload#2:delay,1.5s')).toMatchObject({
      match: { kind: 'upload', nth: 2 },
      action: { kind: 'delay', ms: 1500 },
    });
  });

  it.each([
    '',
    'upload:delay,soon',
    'reset@50%',
    'download:',
    'download:explode',
    'download:reset@150%',
    'download:reset@half',
    'download:reset@50%,5s',
    'download:stall@1,soon',
    'download:truncate',
    'download:corrupt',
    'download:corrupt@1,0',
    'download:status,99',
    'download:status@1,200',
    'download:drip,0',
    'download:refuse@1',
    'download#0:refuse',
    'sideways:refuse',
    'download:toString',
  ])('%j is refused with a hint', (text) => {
    let error: unknown;
    try {
      parseFault(text);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as FerryError | undefined)?.code).toBe('usage');
    expect((error as FerryError).message).toMatch(/write /);
  });
});
