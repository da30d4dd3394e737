import type { WxFunctions } from '../../api-kit.ts';
import { cloudFailure } from '../environment.ts';
import type { CollectionPlace } from './collection.ts';
import { refuseId, shown } from './shown.ts';
import { OPENID } from './store.ts';
import { updated } from './update.ts';
import { isPlainObject, storedFrom, type CloudDocument } from './values.ts';
import { watchDocuments } from './watch.ts';

/** "The document does not exist" has no code of its own. */
const NOT_FOUND = -1;

/** `collection.doc(id)` (documentation of Document). */
export function createDocument(
  place: CollectionPlace,
  id: string,
  fields: Readonly<Record<string, unknown>> | null = null,
): WxFunctions {
  const { environment, store, name, throwsOnNotFound } = place;
  const find = (): CloudDocument | undefined => store.all(name).find(({ _id }) => _id === id);

  return {
    field: (wanted) => createDocument(place, id, isPlainObject(wanted) ? wanted : null),
    get: environment.call('document.get', {}, () => {
      const found = find();
      if (found !== undefined) return { data: shown(found, fields) };
      if (!throwsOnNotFound) return { data: null };
      throw cloudFailure('document.get', NOT_FOUND, `document with _id ${id} does not exist`);
    }),
    update: environment.call('document.update', { data: 'Object' }, ({ data }) => {
      refuseId('document.update', data);
      const found = find();
      return { stats: { updated: found ? store.replace(name, [updated(found, data)]) : 0 } };
    }),
    set: environment.call('document.set', { data: 'Object' }, ({ data }) => {
      refuseId('document.set', data);
      const written = storedFrom(data) as Record<string, unknown>;
      const found = find();
      const document: CloudDocument = { ...written, _id: id, _openid: found?.['_openid'] ?? OPENID };
      if (found === undefined) {
        store.add(name, document);
        return { _id: id, stats: { updated: 0, created: 1 } };
      }
      return { _id: id, stats: { updated: store.replace(name, [document]), created: 0 } };
    }),
    remove: environment.call('document.remove', {}, () => ({
      stats: { removed: store.remove(name, new Set([id])) },
    })),
    watch: (options) =>
      watchDocuments(
        place,
        () => {
          const found = find();
          return found ? [shown(found, fields)] : [];
        },
        options,
      ),
  };
}
