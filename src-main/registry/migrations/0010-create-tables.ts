import type { Migration } from './migration.ts';

export const createTables: Migration = {
  version: 10,
  sql: `
    CREATE TABLE launch (
      id INTEGER PRIMARY KEY,
      started_at REAL NOT NULL
    ) STRICT;

    -- Every file a mini-program could ever see. A row outlives its file: ended_as says what became of it.
    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      project TEXT NOT NULL,
      path TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('temp', 'saved', 'user')),
      size INTEGER NOT NULL CHECK (size >= 0),
      origin TEXT NOT NULL,
      created_at REAL NOT NULL,
      launch INTEGER NOT NULL REFERENCES launch (id),
      sha256 TEXT,
      ended_at REAL,
      ended_as TEXT CHECK (ended_as IN ('removed', 'saved', 'expired', 'replaced'))
    ) STRICT;
    CREATE UNIQUE INDEX file_live ON file (project, path) WHERE ended_at IS NULL;
    CREATE INDEX file_by_hash ON file (sha256) WHERE sha256 IS NOT NULL;

    CREATE TABLE storage (
      project TEXT NOT NULL,
      key TEXT NOT NULL,
      json TEXT NOT NULL,
      PRIMARY KEY (project, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE exchange (
      id TEXT PRIMARY KEY,
      project TEXT NOT NULL,
      launch INTEGER NOT NULL REFERENCES launch (id),
      called_at REAL NOT NULL,
      state TEXT NOT NULL,
      record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX exchange_by_time ON exchange (project, called_at DESC, id DESC);
    CREATE INDEX exchange_alive ON exchange (state) WHERE state IN ('waiting', 'running');

    CREATE TABLE preference (
      key TEXT PRIMARY KEY,
      json TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE recent_project (
      folder TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      opened_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
