import * as v from 'valibot';
import { DATA_KINDS, ZOOM_STEPS, type WindowCalls } from '#contract/panel';
import { SCREEN_MODELS, WECHAT_LANGUAGES } from '#contract/screen';
import { NETWORK_TYPES } from '#contract/wx';
import type { SchemasOf } from './schema-parts.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const finite = v.pipe(v.number(), v.finite());
const empty = v.strictObject({});

/** What the panel may send. It is ours, but a panel that went wrong shall not take main along. */
export const PANEL_SCHEMAS: SchemasOf<WindowCalls> = {
  'panel:snapshot': empty,
  'panel:pick-folder': empty,
  'panel:open-folder': v.strictObject({ folder: path }),
  'panel:open-sample': v.strictObject({ id: path }),
  'panel:close-project': empty,
  'panel:forget-recent': v.strictObject({ folder: path }),
  'panel:reload': empty,
  'panel:clear-console': empty,
  'panel:data-sizes': empty,
  'panel:clear-data': v.strictObject({
    kinds: v.pipe(v.array(v.picklist(DATA_KINDS)), v.maxLength(DATA_KINDS.length), v.readonly()),
  }),
  'panel:remove-file': v.strictObject({ path }),
  'panel:reveal-file': v.strictObject({ path }),
  'panel:set-preferences': v.strictObject({
    locale: v.picklist(['en', 'zh-CN']),
    theme: v.picklist(['system', 'light', 'dark', 'contrast']),
    reloadOnSave: v.boolean(),
  }),
  'panel:set-device': v.strictObject({
    screen: v.strictObject({
      model: v.picklist(SCREEN_MODELS.map(({ id }) => id)),
      theme: v.picklist(['light', 'dark']),
      language: v.picklist(WECHAT_LANGUAGES),
      fontSizePx: v.pipe(finite, v.minValue(8), v.maxValue(40)),
      keyboard: v.picklist(['auto', 'on', 'off']),
    }),
    network: v.picklist(NETWORK_TYPES),
  }),
  'panel:place-guest': v.strictObject({
    rect: v.nullable(v.strictObject({ x: finite, y: finite, width: finite, height: finite })),
    zoom: v.pipe(finite, v.minValue(0.1), v.maxValue(5)),
  }),
  'panel:focus-guest': empty,
  'panel:open-devtools': empty,
  'panel:zoom': v.strictObject({ step: v.picklist(ZOOM_STEPS) }),
};
