import type { Migration } from './migration.ts';

export const followUses: Migration = {
  version: 60,
  sql: `
    -- What went wrong with files of a mini-program: a path that was used after its file had died, a file that the
    -- quota refused.
    CREATE TABLE file_trouble (
      id INTEGER PRIMARY KEY,
      project TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('dead-path', 'quota')),
      path TEXT NOT NULL,
      api TEXT NOT NULL,
      page TEXT NOT NULL,
      source TEXT,
      exchange TEXT,
      at REAL NOT NULL,
      launch INTEGER NOT NULL,
      ended_as TEXT,
      ended_at REAL,
      used_bytes INTEGER,
      quota_bytes INTEGER
    ) STRICT;
    CREATE INDEX file_trouble_by_project ON file_trouble (project, id);
    CREATE INDEX file_trouble_by_path ON file_trouble (project, path, id);

    -- Where a file came from and what was made of it, whenever it lived.
    CREATE INDEX file_by_path ON file (project, path, id);
    CREATE INDEX file_by_origin ON file (project, origin, id);
    CREATE INDEX exchange_by_file ON exchange (project, json_extract(record, '$.file.path'), called_at)
      WHERE json_extract(record, '$.file.path') IS NOT NULL;
    CREATE INDEX exchange_by_file_hash ON exchange (project, json_extract(record, '$.file.sha256'), called_at)
      WHERE json_extract(record, '$.file.sha256') IS NOT NULL;
  `,
};
