import type { Migration } from './migration.ts';

export const followFiles: Migration = {
  version: 30,
  sql: `
    -- A file may be moved now, and the files used least recently are the first to go: a check cannot be altered, so
    -- the table is made anew.
    DROP INDEX file_live;
    DROP INDEX file_by_hash;
    DROP INDEX file_ended;
    ALTER TABLE file RENAME TO file_before;
    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      project TEXT NOT NULL,
      path TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('temp', 'saved', 'user')),
      size INTEGER NOT NULL CHECK (size >= 0),
      origin TEXT NOT NULL,
      created_at REAL NOT NULL,
      used_at REAL NOT NULL,
      launch INTEGER NOT NULL REFERENCES launch (id),
      sha256 TEXT,
      ended_at REAL,
      ended_as TEXT CHECK (ended_as IN ('removed', 'saved', 'moved', 'expired', 'replaced'))
    ) STRICT;
    INSERT INTO file (id, project, path, kind, size, origin, created_at, used_at, launch, sha256, ended_at, ended_as)
      SELECT id, project, path, kind, size, origin, created_at, created_at, launch, sha256, ended_at, ended_as
      FROM file_before;
    DROP TABLE file_before;
    CREATE UNIQUE INDEX file_live ON file (project, path) WHERE ended_at IS NULL;
    CREATE INDEX file_by_project ON file (project, id);
    CREATE INDEX file_by_hash ON file (sha256) WHERE sha256 IS NOT NULL;
    CREATE INDEX file_ended ON file (project, path, id) WHERE ended_at IS NOT NULL AND kind <> 'temp';
  `,
};
