import type { Migration } from './migration.ts';

export const knowImported: Migration = {
  version: 70,
  sql: `
    -- What was read from files (bit 2 of the traits) goes before what a project did itself.
    CREATE INDEX exchange_row_imported ON exchange_row (project, seq) WHERE traits & 2 = 2;
  `,
};
