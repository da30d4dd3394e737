import { expect, test } from 'vitest';
import { parseOrigin } from '../../../src-renderer/panel/files/origin.ts';

test.each<readonly [string, object]>([
  ...['picked', 'written', 'recorded', 'camera', 'drawn', 'recovered', 'filler'].map(
    (how) => [how, { kind: 'made', how }] as const,
  ),
  ...['saved', 'copied', 'moved', 'unzipped', 'compressed', 'cropped', 'thumbnail'].map(
    (how) => [`${how}:http://tmp/a:b.jpg`, { kind: 'from', how, path: 'http://tmp/a:b.jpg' }] as const,
  ),
  ['transfer:e:3', { kind: 'transfer', exchangeId: 'e:3' }],
  ['remote:https://x.example/a.png', { kind: 'remote', url: 'https://x.example/a.png' }],
  ['zip:whatever', { kind: 'other', text: 'zip:whatever' }],
  ['saved', { kind: 'other', text: 'saved' }],
  ['plain', { kind: 'other', text: 'plain' }],
])('origin %s', (origin, parsed) => {
  expect(parseOrigin(origin)).toEqual(parsed);
});
