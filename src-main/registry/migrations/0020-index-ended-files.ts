import type { Migration } from './migration.ts';

export const indexEndedFiles: Migration = {
  version: 20,
  sql: `
    -- A start asks what became of a saved or user file it finds without a live row.
    CREATE INDEX file_ended ON file (project, path, id) WHERE ended_at IS NOT NULL AND kind <> 'temp';
  `,
};
