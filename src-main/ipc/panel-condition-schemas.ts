import * as v from 'valibot';
import type { RuleAction, RuleMatch } from '#contract/conditions';
import { DEVICE_NAMES } from '#contract/device';
import { ARMED_FAILURES, type ConditionCalls } from '#contract/panel-conditions';
import { CHECK_CHOICES, DOMAIN_LISTS } from '#contract/settings';
import { empty, finite, path, shortText, text, type SchemasOf } from './schema-parts.ts';

const MAX_RULES = 500;
const MAX_EDIT_LENGTH = 4 * 1024 * 1024;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const kind = v.picklist(['upload', 'download', 'request']);
const version = v.nullable(v.pipe(v.string(), v.regex(/^\d{1,3}(\.\d{1,3}){1,2}$/)));
const whole = v.pipe(finite, v.integer(), v.minValue(0));
const lines = v.pipe(v.array(v.tuple([shortText, text])), v.maxLength(200));
const side = v.picklist(['request', 'response']);
const entries = v.pipe(v.array(shortText), v.maxLength(1000));

const match: v.GenericSchema<unknown, RuleMatch> = v.strictObject({
  kind: v.exactOptional(kind),
  scheme: v.exactOptional(v.picklist(['http', 'https'])),
  host: v.exactOptional(shortText),
  path: v.exactOptional(shortText),
  page: v.exactOptional(shortText),
  nth: v.exactOptional(whole),
  every: v.exactOptional(whole),
});

const place = v.variant('unit', [
  v.strictObject({ unit: v.literal('bytes'), bytes: whole }),
  v.strictObject({ unit: v.literal('percent'), percent: v.pipe(finite, v.minValue(0), v.maxValue(100)) }),
]);

const fault = v.union([
  v.strictObject({
    kind: v.picklist(['refuse', 'dns', 'tls', 'garbage-header', 'drop-response', 'duplicate-progress']),
  }),
  v.strictObject({ kind: v.picklist(['reset', 'close']), side, at: place }),
  v.strictObject({ kind: v.literal('stall'), side, at: place, forMs: v.nullable(whole) }),
  v.strictObject({ kind: v.literal('truncate'), at: place }),
  v.strictObject({ kind: v.literal('corrupt'), side, at: place, bytes: whole }),
  v.strictObject({ kind: v.literal('content-length'), bytes: whole }),
  v.strictObject({ kind: v.literal('drip'), side, bytesPerSecond: whole }),
  v.strictObject({ kind: v.literal('status'), statusCode: whole }),
]);

const direction = v.strictObject({
  bytesPerSecond: v.nullable(finite),
  latencyMs: finite,
  jitterMs: finite,
  lossRatio: finite,
});

const action: v.GenericSchema<unknown, RuleAction> = v.variant('kind', [
  v.strictObject({ kind: v.literal('delay'), ms: whole }),
  v.strictObject({
    kind: v.literal('throttle'),
    link: v.strictObject({ name: shortText, offline: v.boolean(), up: direction, down: direction }),
    sharing: v.picklist(['transfer', 'rule']),
  }),
  v.strictObject({ kind: v.literal('fault'), fault }),
  v.strictObject({
    kind: v.literal('respond'),
    answer: v.strictObject({
      statusCode: whole,
      headers: lines,
      body: v.variant('kind', [
        v.strictObject({ kind: v.literal('text'), text }),
        v.strictObject({ kind: v.literal('file'), path }),
      ]),
    }),
  }),
  v.strictObject({ kind: v.literal('send-to'), origin: shortText }),
  v.strictObject({ kind: v.literal('break'), on: v.picklist(['request', 'response', 'both']) }),
]);

/** What the panel may send about rules, breakpoints and settings. */
export const CONDITION_SCHEMAS: SchemasOf<ConditionCalls> = {
  'panel:conditions': empty,
  'panel:change-conditions': v.strictObject({
    device: v.exactOptional(v.picklist(DEVICE_NAMES)),
    baseLibrary: v.exactOptional(version),
    clientVersion: v.exactOptional(version),
    domainCheck: v.exactOptional(v.picklist(CHECK_CHOICES)),
    certificateCheck: v.exactOptional(v.picklist(CHECK_CHOICES)),
    domains: v.exactOptional(
      v.strictObject({
        request: entries,
        socket: entries,
        uploadFile: entries,
        downloadFile: entries,
        udp: entries,
        tcp: entries,
      }),
    ),
    link: v.exactOptional(v.nullable(shortText)),
    proxy: v.exactOptional(shortText),
  }),
  'panel:set-rules': v.strictObject({
    rules: v.pipe(v.array(v.strictObject({ id, text, isOn: v.boolean() })), v.maxLength(MAX_RULES)),
  }),
  'panel:reset-rule-hits': empty,
  'panel:read-rule': v.strictObject({ text }),
  'panel:write-rule': v.strictObject({ match, action }),
  'panel:arm': v.strictObject({ kind, failure: v.picklist(ARMED_FAILURES) }),
  'panel:disarm': v.strictObject({ id }),
  'panel:import-rules': empty,
  'panel:export-rules': empty,
  'panel:paused-content': v.strictObject({ exchangeId: id }),
  'panel:resume': v.strictObject({
    exchangeId: id,
    edit: v.strictObject({
      method: v.exactOptional(shortText),
      url: v.exactOptional(shortText),
      headers: v.exactOptional(lines),
      fields: v.exactOptional(lines),
      statusCode: v.exactOptional(v.pipe(whole, v.minValue(200), v.maxValue(599))),
      text: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_EDIT_LENGTH))),
      bodyFile: v.exactOptional(path),
    }),
  }),
  'panel:resume-all': empty,
  'panel:abort-paused': v.strictObject({ exchangeId: id }),
  'panel:pick-answer-file': empty,
  'panel:check-domain': v.strictObject({ list: v.picklist(DOMAIN_LISTS), text: shortText }),
  'panel:used-domains': empty,
  'panel:set-background': v.strictObject({ isInBackground: v.boolean() }),
};
