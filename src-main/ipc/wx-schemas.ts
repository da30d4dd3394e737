import * as v from 'valibot';
import { ERROR_CODES } from '#contract/errors';
import { CONSOLE_VALUES_LENGTH } from '#contract/value-view';
import type { WxCalls, WxSyncCalls } from '#contract/wx';
import { bytes, empty, finite, headers, path, shortText, text, type SchemasOf } from './schema-parts.ts';
import { FILE_SYSTEM_SCHEMAS, FILE_SYSTEM_SYNC_SCHEMAS } from './wx-file-schemas.ts';
import { IMAGE_SCHEMAS } from './wx-image-schemas.ts';
import { PICKER_SCHEMAS } from './wx-picker-schemas.ts';
import { SERVICE_SCHEMAS } from './wx-service-schemas.ts';
import { SOCKET_SCHEMAS } from './wx-socket-schemas.ts';
import { STORAGE_SCHEMAS, STORAGE_SYNC_SCHEMAS } from './wx-storage-schemas.ts';

/** Characters of JSON. */
const MAX_SHOWN = 100_000;
/** The panel's bridge carries no more than a thousand levels, and nobody reads so many. */
const MAX_SHOWN_LEVELS = 100;
/** Characters of JSON of an answer to the inspector. */
const MAX_INSPECTED = 8_000_000;
const taskId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const typeText = v.pipe(v.string(), v.maxLength(40));
const MAX_CALL_STACK = 65_536;
const pairs = v.pipe(v.array(v.tuple([shortText, text])), v.maxLength(1000), v.readonly());
const findings = v.pipe(
  v.array(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('not-an-object'), type: typeText }),
      v.strictObject({ kind: v.literal('not-text'), field: shortText, type: typeText }),
    ]),
  ),
  v.maxLength(1000),
  v.readonly(),
);

/** Anything, as plain JSON data of bounded size: it is recorded and shown, never used. */
const shown = v.pipe(v.unknown(), v.transform(shownValue));

const transferCall = {
  taskId,
  url: shortText,
  header: headers,
  timeoutMs: v.nullable(finite),
  wantsHttp2: v.boolean(),
  invokedAtEpochMs: finite,
  callSite: v.strictObject({ page: path, stack: v.pipe(v.string(), v.maxLength(MAX_CALL_STACK)) }),
  written: shown,
};

const name = v.pipe(v.string(), v.maxLength(200));

const callback = v.strictObject({ taskId, name, atMs: finite, argument: shown });

const report = v.variant('kind', [
  v.strictObject({ kind: v.literal('page-opening'), route: path, query: shortText }),
  v.strictObject({ kind: v.literal('page-ready'), route: path, openMs: finite }),
  v.strictObject({ kind: v.literal('page-failed'), route: path, message: text }),
  v.strictObject({ kind: v.literal('stack'), routes: v.pipe(v.array(path), v.maxLength(100), v.readonly()) }),
  v.strictObject({ kind: v.literal('exception'), page: path, message: text, stack: text, ours: v.boolean() }),
  v.strictObject({
    kind: v.literal('console'),
    level: v.picklist(['debug', 'log', 'info', 'warn', 'error']),
    page: path,
    text,
    values: v.exactOptional(v.pipe(v.string(), v.maxLength(CONSOLE_VALUES_LENGTH))),
    stack: v.exactOptional(v.pipe(v.string(), v.maxLength(8192))),
    depth: v.exactOptional(v.pipe(finite, v.integer(), v.minValue(0), v.maxValue(100))),
    form: v.exactOptional(v.picklist(['group', 'collapsed-group', 'table', 'clear'])),
  }),
  v.strictObject({
    kind: v.literal('inspect'),
    news: v.variant('what', [
      v.strictObject({ what: v.literal('changed') }),
      v.strictObject({ what: v.literal('picked'), nodeId: finite }),
      v.strictObject({ what: v.literal('pick-ended') }),
    ]),
  }),
  v.strictObject({ kind: v.literal('unsupported'), api: name }),
  v.strictObject({
    kind: v.literal('file-failed'),
    why: v.picklist(['missing', 'quota']),
    api: name,
    path,
    page: path,
    stack: v.pipe(v.string(), v.maxLength(MAX_CALL_STACK)),
  }),
  v.strictObject({ kind: v.literal('stale') }),
  v.strictObject({ kind: v.literal('app-moved'), state: v.picklist(['hidden', 'shown']) }),
  v.strictObject({ kind: v.literal('callback'), callback }),
]);

const wireError = v.strictObject({
  code: v.picklist(ERROR_CODES),
  message: text,
  details: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]))),
});

const driveAnswer = v.variant('kind', [
  v.strictObject({
    kind: v.literal('located'),
    rect: v.nullable(v.strictObject({ x: finite, y: finite, width: finite, height: finite })),
    coveredBy: v.nullable(shortText),
  }),
  v.strictObject({ kind: v.literal('relaunched') }),
  v.strictObject({ kind: v.literal('rested'), pendingCalls: finite }),
  v.strictObject({ kind: v.literal('stack'), routes: v.pipe(v.array(path), v.maxLength(100), v.readonly()) }),
  v.strictObject({
    kind: v.literal('inspected'),
    json: v.pipe(v.string(), v.maxLength(MAX_INSPECTED)),
  }),
  v.strictObject({ kind: v.literal('failed'), error: wireError }),
]);

/** What a page may send, channel by channel. */
export const WX_SCHEMAS: SchemasOf<WxCalls> = {
  ...FILE_SYSTEM_SCHEMAS,
  ...PICKER_SCHEMAS,
  ...IMAGE_SCHEMAS,
  ...STORAGE_SCHEMAS,
  ...SOCKET_SCHEMAS,
  ...SERVICE_SCHEMAS,
  'wx:boot': empty,
  'wx:upload-file': v.strictObject({
    ...transferCall,
    filePath: path,
    name: shortText,
    formData: pairs,
    formDataFindings: findings,
  }),
  'wx:download-file': v.strictObject({ ...transferCall, filePath: v.nullable(path) }),
  'wx:request': v.strictObject({
    ...transferCall,
    method: v.pipe(v.string(), v.regex(/^[A-Z]{1,16}$/)),
    body: v.variant('kind', [
      v.strictObject({ kind: v.literal('none') }),
      v.strictObject({ kind: v.literal('text'), text }),
      v.strictObject({ kind: v.literal('bytes'), bytes }),
      v.strictObject({ kind: v.literal('posted'), bodyId: v.pipe(v.string(), v.maxLength(64)) }),
    ]),
    responseType: v.picklist(['text', 'arraybuffer']),
    followsRedirects: v.boolean(),
  }),
  'wx:abort-task': v.strictObject({ taskId }),
  'wx:map-stack': v.strictObject({ stack: text }),
  'wx:report': v.strictObject({ reports: v.pipe(v.array(report), v.maxLength(1000), v.readonly()) }),
  'wx:driven': v.strictObject({ commandId: finite, answer: driveAnswer }),
};

export const WX_SYNC_SCHEMAS: SchemasOf<WxSyncCalls> = {
  ...FILE_SYSTEM_SYNC_SCHEMAS,
  ...STORAGE_SYNC_SCHEMAS,
};

function shownValue(value: unknown): unknown {
  try {
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) return null;
    const isShowable = json.length <= MAX_SHOWN && !isDeeper(value, MAX_SHOWN_LEVELS);
    return isShowable ? (JSON.parse(json) as unknown) : `${json.slice(0, MAX_SHOWN)}…`;
  } catch {
    return '[not plain data]';
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}
