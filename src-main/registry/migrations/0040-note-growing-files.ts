import type { Migration } from './migration.ts';

export const noteGrowingFiles: Migration = {
  version: 40,
  sql: `
    -- Files that something is being added to where they lie, with their sizes before: what a crash leaves half added
    -- is cut off at the next start.
    CREATE TABLE growing_file (
      project TEXT NOT NULL,
      path TEXT NOT NULL,
      size INTEGER NOT NULL CHECK (size >= 0),
      PRIMARY KEY (project, path)
    ) STRICT, WITHOUT ROWID;
  `,
};
