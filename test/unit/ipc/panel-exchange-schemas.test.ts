import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ExchangeCalls } from '#contract/panel-exchanges';
import { EXCHANGE_SCHEMAS } from '../../../src-main/ipc/panel-exchange-schemas.ts';

const QUERY = { filter: 'kind:upload 渡口', sort: 'time', isDescending: true, isGroupedByPage: false };

const EXAMPLES: Readonly<Record<keyof ExchangeCalls, { good: readonly unknown[]; bad: readonly unknown[] }>> =
  {
    'panel:list-exchanges': {
      good: [{ query: QUERY, from: 0, count: 500 }],
      bad: [
        { query: QUERY, from: 0, count: 501 },
        { query: QUERY, from: -1, count: 1 },
        { query: QUERY, from: 0.5, count: 1 },
        { query: { ...QUERY, sort: 'record' }, from: 0, count: 1 },
        { query: { ...QUERY, filter: 'x'.repeat(2001) }, from: 0, count: 1 },
        { query: { ...QUERY, sql: '' }, from: 0, count: 1 },
      ],
    },
    'panel:place-of-exchange': { good: [{ query: QUERY, id: 'e1' }], bad: [{ query: QUERY }, { id: 'e1' }] },
    'panel:exchange': { good: [{ id: 'e1' }], bad: [{}, { id: '' }, { id: 1 }] },
    'panel:mark-exchanges': {
      good: [
        { ids: [], marks: {} },
        { ids: ['e1'], marks: { isPinned: true, tags: ['a b'], note: '' } },
      ],
      bad: [
        { ids: ['e1'], marks: { isPinned: 1 } },
        { ids: ['e1'], marks: { tags: ['a\nb'] } },
        { ids: ['e1'], marks: { tags: [''] } },
        { ids: ['e1'], marks: { note: 'x'.repeat(10_001) } },
        { ids: 'e1', marks: {} },
      ],
    },
    'panel:filter-values': { good: [{}], bad: [{ a: 1 }] },
    'panel:clear-exchanges': { good: [{}], bad: [{ a: 1 }] },
    'panel:undo-clear': { good: [{}], bad: [{ a: 1 }] },
  };

test.each(Object.entries(EXAMPLES))('%s takes what it should and nothing else', (channel, { good, bad }) => {
  const schema = EXCHANGE_SCHEMAS[channel as keyof ExchangeCalls];
  expect(good.map((one) => v.is(schema, one))).toEqual(good.map(() => true));
  expect(bad.map((one) => v.is(schema, one))).toEqual(bad.map(() => false));
});
