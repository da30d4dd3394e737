import * as v from 'valibot';
import { MAX_FILTER_LENGTH } from '#contract/filter-language';
import { SORT_COLUMNS, type ExchangeCalls } from '#contract/panel-exchanges';
import { empty, type SchemasOf } from './schema-parts.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
export const exchangeQuery = v.strictObject({
  filter: v.pipe(v.string(), v.maxLength(MAX_FILTER_LENGTH)),
  sort: v.picklist(SORT_COLUMNS),
  isDescending: v.boolean(),
  isGroupedByPage: v.boolean(),
});
const MAX_ROWS = 500;
/** More than anybody selects at once. */
const MAX_MARKED = 10_000;
export const exchangeIds = v.pipe(v.array(id), v.maxLength(MAX_MARKED), v.readonly());
const tag = v.pipe(v.string(), v.minLength(1), v.maxLength(100), v.regex(/^[^\n]+$/u));

export const EXCHANGE_SCHEMAS: SchemasOf<ExchangeCalls> = {
  'panel:list-exchanges': v.strictObject({
    query: exchangeQuery,
    from: whole(10_000_000),
    count: whole(MAX_ROWS),
  }),
  'panel:place-of-exchange': v.strictObject({ query: exchangeQuery, id }),
  'panel:exchange': v.strictObject({ id }),
  'panel:mark-exchanges': v.strictObject({
    ids: exchangeIds,
    marks: v.strictObject({
      isPinned: v.exactOptional(v.boolean()),
      tags: v.exactOptional(v.pipe(v.array(tag), v.maxLength(50), v.readonly())),
      note: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
    }),
  }),
  'panel:filter-values': empty,
  'panel:clear-exchanges': empty,
  'panel:undo-clear': empty,
};
