import type { WxFunctions } from '../../api-kit.ts';
import { isOptions, numberOf } from '../../parameters.ts';
import { cloudFailure, type CloudEnvironment } from '../environment.ts';
import { createDocument } from './document.ts';
import { matchesValue } from './query.ts';
import { BAD_PARAMETER, refuseId, shown } from './shown.ts';
import { newId, OPENID, type CloudStore } from './store.ts';
import { updated } from './update.ts';
import { compare, isPlainObject, storedFrom, valueAt, type CloudDocument } from './values.ts';
import { watchDocuments } from './watch.ts';

/** A page gets no more documents at once (documentation of Collection.limit). */
const MAX_LIMIT = 20;
/** "An id that is there already" (documentation, "Error codes"). */
const DUPLICATE = -502001;

/** What a query has been told so far; every step makes another. */
interface Wanted {
  readonly condition: unknown;
  readonly orders: readonly (readonly [field: string, order: string])[];
  readonly limit: number;
  readonly skip: number;
  readonly fields: Readonly<Record<string, unknown>> | null;
}

const ALL: Wanted = { condition: null, orders: [], limit: MAX_LIMIT, skip: 0, fields: null };

export interface CollectionPlace {
  readonly environment: CloudEnvironment;
  readonly store: CloudStore;
  readonly name: string;
  readonly throwsOnNotFound: boolean;
}

/** `db.collection(name)`: a query over all of it, with `add` and `doc` (documentation of Collection). */
export function createCollection(place: CollectionPlace): object {
  const { environment, store, name } = place;
  return {
    ...createQuery(place, ALL),
    doc: (id: unknown) => createDocument(place, String(id)),
    add: environment.call('collection.add', { data: 'Object' }, ({ data }) => {
      const written = storedFrom(data) as Record<string, unknown>;
      const id = written['_id'];
      const document: CloudDocument = {
        ...written,
        _id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : newId(),
        _openid: OPENID,
      };
      if (!store.add(name, document)) {
        throw cloudFailure(
          'collection.add',
          DUPLICATE,
          `${String(DUPLICATE)} database request fail. E11000 duplicate key error: _id ${document._id}`,
        );
      }
      return { _id: typeof id === 'number' ? id : document._id };
    }),
  };
}

function createQuery(place: CollectionPlace, wanted: Wanted): WxFunctions {
  const { environment, store, name } = place;

  const matching = (): CloudDocument[] =>
    store
      .all(name)
      .filter((document) => wanted.condition === null || matchesValue(ofOpenid(wanted.condition), document));
  const chosen = (): Record<string, unknown>[] =>
    sorted(matching(), wanted.orders)
      .slice(wanted.skip, wanted.skip + wanted.limit)
      .map((document) => shown(document, wanted.fields));
  const next = (change: Partial<Wanted>): WxFunctions => createQuery(place, { ...wanted, ...change });

  return {
    where(condition) {
      if (!isOptions(condition)) {
        throw new Error('collection.where:fail parameter error: parameter should be Object');
      }
      return next({ condition });
    },
    orderBy: (field, order) =>
      next({ orders: [...wanted.orders, [String(field), order === 'desc' ? 'desc' : 'asc']] }),
    limit: (most) => next({ limit: Math.min(MAX_LIMIT, Math.max(0, numberOf({ most }, 'most', MAX_LIMIT))) }),
    skip: (count) => next({ skip: Math.max(0, numberOf({ count }, 'count', 0)) }),
    field: (fields) => next({ fields: isPlainObject(fields) ? fields : null }),
    get: environment.call('collection.get', {}, () => ({ data: chosen() })),
    count: environment.call('collection.count', {}, () => ({ total: matching().length })),
    update: environment.call('collection.update', { data: 'Object' }, ({ data }) => {
      refuseId('collection.update', data);
      const count = store.replace(
        name,
        matching().map((document) => updated(document, data)),
      );
      return { stats: { updated: count } };
    }),
    remove: environment.call('collection.remove', {}, () => {
      if (wanted.condition === null) {
        throw cloudFailure(
          'collection.remove',
          BAD_PARAMETER,
          `${String(BAD_PARAMETER)} a query is required`,
        );
      }
      const ids = new Set(matching().map(({ _id }) => _id));
      return { stats: { removed: store.remove(name, ids) } };
    }),
    watch: (options) => watchDocuments(place, chosen, options),
    aggregate() {
      environment.kit.host.reports.unsupported('wx.cloud.database.collection.aggregate');
      return unsupportedAggregate(environment);
    },
  };
}

/** `{openid}` stands for the person's own (documentation of security rules). */
function ofOpenid(condition: unknown): unknown {
  if (!isPlainObject(condition)) return condition;
  return Object.fromEntries(
    Object.entries(condition).map(([key, value]) => [key, value === '{openid}' ? OPENID : value]),
  );
}

function sorted(documents: readonly CloudDocument[], orders: Wanted['orders']): CloudDocument[] {
  return [...documents].sort((one, other) => {
    for (const [field, order] of orders) {
      const found = compare(valueAt(one, field), valueAt(other, field)) ?? 0;
      if (found !== 0) return order === 'desc' ? -found : found;
    }
    return 0;
  });
}

/** A chain of stages whose `end` fails. */
function unsupportedAggregate(environment: CloudEnvironment): object {
  const end = environment.call('collection.aggregate', {}, () => {
    throw cloudFailure('collection.aggregate', -1, 'not supported in Ferry yet');
  });
  const chain: object = new Proxy(Object.create(null) as object, {
    get: (_target, name) =>
      typeof name === 'symbol' || name === 'then' ? undefined : name === 'end' ? end : () => chain,
  });
  return chain;
}
