import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { STORAGE_SCHEMAS } from '../../../src-main/ipc/wx-storage-schemas.ts';
import { createStorageCipher } from '../../../src-main/program/storage-cipher.ts';
import { createProgramStorage, type ProgramStorage } from '../../../src-main/program/storage.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';
import { createPreferenceTable } from '../../../src-main/registry/preference-table.ts';
import { createStorageTable } from '../../../src-main/registry/storage-table.ts';

const MIB = 1024 * 1024;
const TOO_LARGE: unknown = expect.objectContaining({ code: 'storage.too-large' });

function storages(): { readonly own: ProgramStorage; readonly other: ProgramStorage } {
  const db = openRegistry(':memory:');
  onTestFinished(() => void db.close());
  const table = createStorageTable(db);
  const cipher = createStorageCipher(createPreferenceTable(db));
  return {
    own: createProgramStorage(table, 'own', cipher),
    other: createProgramStorage(table, 'other', cipher),
  };
}

/** JSON of a text of so many bytes. */
const json = (bytes: number): string => `"${'x'.repeat(bytes)}"`;
const fill = (storage: ProgramStorage, count: number): void => {
  for (let index = 0; index < count; index += 1)
    storage({ op: 'set', key: String(index), json: json(MIB - 1) });
};

describe('the storage of a program', () => {
  it('keeps JSON by key and answers what each operation has to say', () => {
    const { own, other } = storages();
    const nothing = { json: null, jsons: [], keys: [], currentSize: 0, limitSize: 10 * 1024 };
    expect(own({ op: 'set', key: 'k', json: '{"a":1}' })).toEqual(nothing);
    expect(own({ op: 'get', key: 'k' })).toEqual({ ...nothing, json: '{"a":1}' });
    expect(own({ op: 'get', key: 'none' })).toEqual(nothing);
    expect(own({ op: 'info' })).toEqual({ ...nothing, keys: ['k'], currentSize: 1 });
    expect([other({ op: 'get', key: 'k' }), other({ op: 'info' })]).toEqual([nothing, nothing]);
    own({ op: 'remove', key: 'k' });
    own({ op: 'remove', key: 'k' });
    expect(own({ op: 'get', key: 'k' })).toEqual(nothing);
  });

  it('is cleared without a trace in another program’s', () => {
    const { own, other } = storages();
    own({ op: 'set', key: 'k', json: '1' });
    other({ op: 'set', key: 'k', json: '2' });
    own({ op: 'clear' });
    expect([own({ op: 'info' }).keys, other({ op: 'get', key: 'k' }).json]).toEqual([[], '2']);
  });

  it('is asked for each key once: a list that would make the answer larger than all of it is refused', () => {
    const isTaken = (keys: readonly string[]): boolean =>
      v.is(STORAGE_SCHEMAS['wx:storage'], { op: 'get-many', keys });
    expect([isTaken(['a', 'b']), isTaken(['a', 'b', 'a']), isTaken(Array<string>(10_000).fill('k'))]).toEqual(
      [true, false, false],
    );
  });

  it('takes an entry of exactly 1 MB and refuses one byte more, keeping what was there', () => {
    const { own } = storages();
    own({ op: 'set', key: 'k', json: json(MIB - 1) });
    expect(() => own({ op: 'set', key: 'k', json: json(MIB) })).toThrow(TOO_LARGE);
    expect(own({ op: 'get', key: 'k' }).json).toHaveLength(MIB + 1);
  });

  it('counts bytes, not characters', () => {
    const { own } = storages();
    expect(() => own({ op: 'set', key: 'k', json: `"${'渡'.repeat(MIB / 3 + 1)}"` })).toThrow(TOO_LARGE);
  });

  it('refuses what would pass 10 MB in all, keys counted, and takes it again once there is room', () => {
    const { own, other } = storages();
    fill(own, 9);
    const room = MIB - 'last'.length;
    own({ op: 'set', key: 'last', json: json(room) });
    expect(own({ op: 'info' }).currentSize).toBe(10 * 1024);
    expect(() => own({ op: 'set', key: 'x', json: '1' })).toThrow(TOO_LARGE);
    expect(own({ op: 'info' })).toMatchObject({
      keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', 'last'],
    });
    own({ op: 'set', key: 'last', json: json(room - 2) });
    own({ op: 'set', key: 'x', json: '1' });
    expect(() => other({ op: 'set', key: 'x', json: json(MIB - 1) })).not.toThrow();
  });

  it('lets a value be replaced by one of its size when full', () => {
    const { own } = storages();
    fill(own, 10);
    expect(() => own({ op: 'set', key: '0', json: json(MIB - 1) })).not.toThrow();
  });
});
