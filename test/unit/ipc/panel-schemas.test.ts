import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { DATA_KINDS } from '#contract/panel';
import { DEFAULT_SCREEN } from '#contract/screen';
import { PANEL_SCHEMAS } from '../../../src-main/ipc/panel-schemas.ts';

type Channel = keyof typeof PANEL_SCHEMAS;

interface Examples {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const NOTHING: Examples = { good: [{}], bad: [{ a: 1 }] };
const ONE_TEXT = (key: string): Examples => ({
  good: [{ [key]: '/home/me/project 一' }],
  bad: [{}, { [key]: '' }, { [key]: 1 }, { [key]: null }, { [key]: 'x'.repeat(4097) }, { [key]: 'a', b: 1 }],
});
const RECT = { x: 0, y: 1.5, width: 375, height: 667 };

const EXAMPLES: Readonly<Record<Channel, Examples>> = {
  'panel:snapshot': NOTHING,
  'panel:pick-folder': NOTHING,
  'panel:open-folder': ONE_TEXT('folder'),
  'panel:open-sample': ONE_TEXT('id'),
  'panel:close-project': NOTHING,
  'panel:forget-recent': ONE_TEXT('folder'),
  'panel:reload': NOTHING,
  'panel:clear-console': NOTHING,
  'panel:data-sizes': NOTHING,
  'panel:clear-data': {
    good: [{ kinds: [] }, { kinds: ['temp', 'saved', 'user', 'storage', 'transfers'] }],
    bad: [
      {},
      { kinds: 'temp' },
      { kinds: ['everything'] },
      { kinds: Array.from({ length: DATA_KINDS.length + 1 }, () => 'temp') },
      { kinds: ['temp'], project: 'other' },
    ],
  },
  'panel:focus-guest': NOTHING,
  'panel:remove-file': ONE_TEXT('path'),
  'panel:reveal-file': ONE_TEXT('path'),
  'panel:set-preferences': {
    good: [
      { locale: 'en', theme: 'system', reloadOnSave: true },
      { locale: 'zh-CN', theme: 'dark', reloadOnSave: false },
    ],
    bad: [
      {},
      { locale: 'en', theme: 'dark' },
      { locale: 'de', theme: 'dark', reloadOnSave: true },
      { locale: 'en', theme: 'blue', reloadOnSave: true },
      { locale: 'en', theme: 'dark', reloadOnSave: 1 },
      { locale: 'en', theme: 'dark', reloadOnSave: true, a: 1 },
    ],
  },
  'panel:set-device': {
    good: [
      { screen: DEFAULT_SCREEN, network: 'wifi' },
      { screen: { ...DEFAULT_SCREEN, model: 'ipad', theme: 'dark', keyboard: 'on' }, network: 'none' },
    ],
    bad: [
      {},
      { screen: DEFAULT_SCREEN },
      { screen: DEFAULT_SCREEN, network: 'dsl' },
      { screen: { ...DEFAULT_SCREEN, model: 'fridge' }, network: 'wifi' },
      { screen: { ...DEFAULT_SCREEN, theme: 'system' }, network: 'wifi' },
      { screen: { ...DEFAULT_SCREEN, language: 'de' }, network: 'wifi' },
      { screen: { ...DEFAULT_SCREEN, fontSizePx: 400 }, network: 'wifi' },
      { screen: { ...DEFAULT_SCREEN, a: 1 }, network: 'wifi' },
    ],
  },
  'panel:place-guest': {
    good: [
      { rect: RECT, zoom: 1 },
      { rect: null, zoom: 0.5 },
    ],
    bad: [
      { rect: RECT },
      { zoom: 1 },
      { rect: RECT, zoom: 0 },
      { rect: RECT, zoom: 5.1 },
      { rect: RECT, zoom: Number.NaN },
      { rect: { ...RECT, width: Number.POSITIVE_INFINITY }, zoom: 1 },
      { rect: { x: 0, y: 0, width: 1 }, zoom: 1 },
      { rect: { ...RECT, z: 1 }, zoom: 1 },
    ],
  },
  'panel:open-devtools': NOTHING,
  'panel:zoom': { good: [{ step: 'in' }, { step: 'reset' }], bad: [{}, { step: 'wide' }] },
};

const NEVER = [undefined, null, 0, 'text', true, [{}]];

describe.each(Object.entries(EXAMPLES))('%s', (channel, { good, bad }) => {
  const schema = PANEL_SCHEMAS[channel as Channel];

  it('takes what the panel sends, unchanged', () => {
    for (const example of good) {
      const parsed = v.safeParse(schema, example);
      expect([parsed.success, parsed.output]).toEqual([true, example]);
    }
  });

  it('refuses what is malformed', () => {
    const accepted = [...NEVER, ...bad].filter((example) => v.safeParse(schema, example).success);
    expect(accepted).toEqual([]);
  });
});

it('every channel has its examples', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(PANEL_SCHEMAS).sort());
});
