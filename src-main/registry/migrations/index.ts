import { createTables } from './0010-create-tables.ts';
import { indexEndedFiles } from './0020-index-ended-files.ts';
import { followFiles } from './0030-follow-files.ts';
import { noteGrowingFiles } from './0040-note-growing-files.ts';
import { followUses } from './0060-follow-uses.ts';
import { listExchanges } from './0050-list-exchanges.ts';
import { knowImported } from './0070-know-imported.ts';
import type { Migration } from './migration.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [
  createTables,
  indexEndedFiles,
  followFiles,
  noteGrowingFiles,
  listExchanges,
  followUses,
  knowImported,
];
