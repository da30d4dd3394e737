import type { CloudMock } from '#contract/mocks';
import { isEqual, storedFrom, type CloudDocument } from './values.ts';

/** Documents of one environment, kept while the page runs; the mock file seeds them. */
export interface CloudStore {
  all(collection: string): readonly CloudDocument[];
  /** False where a document of that id is there already. */
  add(collection: string, document: CloudDocument): boolean;
  /** Replaces documents by their ids; says which of them changed. */
  replace(collection: string, documents: readonly CloudDocument[]): number;
  remove(collection: string, ids: ReadonlySet<string>): number;
  /** Called after every change of a collection. Returns its own end. */
  watch(collection: string, changed: () => void): () => void;
}

/** Whose documents these are: everybody is this person. */
export const OPENID = 'ferry-openid';

export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

export function createCloudStore(seed: CloudMock['database']): CloudStore {
  const collections = new Map<string, readonly CloudDocument[]>();
  const watchers = new Map<string, Set<() => void>>();

  /** A collection that nobody has named yet is empty: cloud development's own console would have to make it. */
  const of = (name: string): readonly CloudDocument[] => {
    const known = collections.get(name);
    if (known !== undefined) return known;
    const seeded = (Object.hasOwn(seed, name) ? (seed[name] ?? []) : []).map((document): CloudDocument => {
      const id = document['_id'];
      return {
        ...(storedFrom(document) as Record<string, unknown>),
        _id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : newId(),
      };
    });
    collections.set(name, seeded);
    return seeded;
  };
  const put = (name: string, documents: readonly CloudDocument[]): void => {
    collections.set(name, documents);
    for (const changed of watchers.get(name) ?? []) changed();
  };

  return {
    all: of,
    add(name, document) {
      if (of(name).some(({ _id }) => _id === document._id)) return false;
      put(name, [...of(name), document]);
      return true;
    },
    replace(name, documents) {
      const byId = new Map(documents.map((document) => [document._id, document]));
      let count = 0;
      const next = of(name).map((old) => {
        const document = byId.get(old._id);
        if (document === undefined || isEqual(document, old)) return old;
        count += 1;
        return document;
      });
      if (count > 0) put(name, next);
      return count;
    },
    remove(name, ids) {
      const before = of(name);
      const next = before.filter(({ _id }) => !ids.has(_id));
      if (next.length < before.length) put(name, next);
      return before.length - next.length;
    },
    watch(name, changed) {
      const own = watchers.get(name) ?? new Set();
      watchers.set(name, own);
      own.add(changed);
      return () => own.delete(changed);
    },
  };
}
