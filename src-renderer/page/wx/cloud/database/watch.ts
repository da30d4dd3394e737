import { isOptions } from '../../parameters.ts';
import type { CollectionPlace } from './collection.ts';

/**
 * `watch({onChange, onError})`: the documents as they are, then again after every change of this page's own; nobody
 * else changes them (documentation of Collection.watch).
 */
export function watchDocuments(
  { environment, store, name }: CollectionPlace,
  current: () => Record<string, unknown>[],
  options: unknown,
): object {
  const { kit } = environment;
  const onChange = isOptions(options) ? options['onChange'] : undefined;
  let count = 0;
  let isClosed = false;

  const tell = (type?: 'init'): void => {
    kit.defer(() => {
      if (isClosed || typeof onChange !== 'function') return;
      const docs = current();
      const docChanges = docs.map((doc) => ({
        id: count,
        queueType: type ?? 'update',
        dataType: type ?? 'update',
        docId: doc['_id'],
        doc,
      }));
      try {
        Reflect.apply(onChange, options, [{ id: count, type, docs, docChanges }]);
      } catch (error) {
        kit.host.reports.exception(error, { ours: false });
      }
      count += 1;
    });
  };
  const unwatch = store.watch(name, () => {
    tell();
  });
  tell('init');
  return {
    close() {
      isClosed = true;
      unwatch();
      return Promise.resolve();
    },
  };
}
