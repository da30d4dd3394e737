import { onTestFinished } from 'vitest';
import * as v from 'valibot';
import { FerryError } from '#contract/errors';
import { STORAGE_SYNC_SCHEMAS } from '../../src-main/ipc/wx-storage-schemas.ts';
import { exposedError } from '../../src-main/lib/exposed-error.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { createProgramStorage, type ProgramStorage } from '../../src-main/program/storage.ts';
import { openRegistry, type Database } from '../../src-main/registry/open.ts';
import { createPreferenceTable } from '../../src-main/registry/preference-table.ts';
import { createStorageTable } from '../../src-main/registry/storage-table.ts';
import { createWxHarness, failing, type WxHarness } from './wx-harness.ts';

/** `wx` over main's own storage: its schema, its limits, its table in a registry. Only Electron's channel is left out. */
export interface StoragePage extends WxHarness {
  readonly db: Database;
  /** What a call by callbacks hands over: `['success' | 'fail', argument]`, and that complete gets the same. */
  told(api: string, options: object): Promise<readonly [string, unknown]>;
  /** What a `*Sync` call throws. */
  thrown(api: string, ...values: unknown[]): unknown;
}

/** @param project another one's storage in the same registry with `db` */
export function openStoragePage(
  options: { readonly db?: Database; readonly project?: string; readonly library?: string } = {},
): StoragePage {
  const db = options.db ?? openRegistry(':memory:');
  if (!options.db) onTestFinished(() => void db.close());
  const storage = createProgramStorage(
    createStorageTable(db),
    options.project ?? 'own',
    createStorageCipher(createPreferenceTable(db)),
  );
  const answers = { 'wx:storage': answerOf(storage), 'wx:storage-sync': answerOf(storage) };
  const page = createWxHarness({ answers, ...(options.library ? { library: options.library } : {}) });
  return {
    ...page,
    db,
    async told(api, written) {
      const from = page.log.length;
      page.call(api)({ ...written, ...page.callbacks() });
      await page.settle();
      const [ending, complete, ...more] = page.log.slice(from);
      if (!ending || complete?.[0] !== 'complete' || complete[1] !== ending[1] || more.length > 0) {
        throw new Error(`Not success or fail, then complete: ${JSON.stringify(page.log.slice(from))}`);
      }
      return ending;
    },
    thrown(api, ...values) {
      try {
        page.call(api)(...values);
      } catch (error) {
        return error;
      }
      throw new Error(`${api} threw nothing`);
    },
  };
}

function answerOf(storage: ProgramStorage): (request: unknown) => unknown {
  return (request) => {
    try {
      const parsed = v.safeParse(STORAGE_SYNC_SCHEMAS['wx:storage-sync'], structuredClone(request));
      if (!parsed.success) throw new FerryError('request.invalid', v.summarize(parsed.issues));
      return structuredClone(storage(parsed.output));
    } catch (error) {
      return failing(exposedError(FerryError.from(error).toWire()));
    }
  };
}
