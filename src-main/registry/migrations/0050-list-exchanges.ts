import type { Migration } from './migration.ts';

export const listExchanges: Migration = {
  version: 50,
  sql: `
    -- A line of the list for every exchange: what it is filtered and sorted by, and what it shows. Apart from the
    -- records, so that reading all lines passes no bodies.
    CREATE TABLE exchange_row (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      project TEXT NOT NULL,
      launch INTEGER NOT NULL,
      called_at REAL NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      method TEXT NOT NULL,
      host TEXT NOT NULL,
      path TEXT NOT NULL,
      page TEXT NOT NULL,
      status INTEGER,
      size REAL NOT NULL,
      duration REAL,
      media_type TEXT NOT NULL,
      warnings TEXT NOT NULL,
      traits INTEGER NOT NULL,
      pinned INTEGER NOT NULL DEFAULT 0,
      tags TEXT NOT NULL DEFAULT '[]',
      note TEXT NOT NULL DEFAULT '',
      -- The last clearing that it outlived.
      kept INTEGER NOT NULL DEFAULT 0,
      shown TEXT NOT NULL
    ) STRICT;
    CREATE INDEX exchange_row_by_project ON exchange_row (project, seq);
    CREATE INDEX exchange_row_kept ON exchange_row (project, kept);
    CREATE INDEX exchange_row_pinned ON exchange_row (project) WHERE pinned = 1;

    -- Clearings of a project's list have numbers. A line that outlived none as high as hidden_below is not in the
    -- list; of gone_below, nothing brings it back.
    CREATE TABLE exchange_clearing (
      project TEXT PRIMARY KEY,
      hidden_below INTEGER NOT NULL,
      gone_below INTEGER NOT NULL,
      last INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Records from before there were lines; theirs are written in pieces once their project is looked at.
    CREATE TABLE exchange_without_row (
      project TEXT NOT NULL,
      called_at REAL NOT NULL,
      id TEXT NOT NULL,
      PRIMARY KEY (project, called_at, id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO exchange_without_row SELECT project, called_at, id FROM exchange;
  `,
};
