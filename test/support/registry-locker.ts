import Sqlite from 'better-sqlite3';

// A process that holds the write lock of a registry, as a database browser with unsaved changes does:
// `node registry-locker.ts <file>`. Tells its parent when it has it; lets go at a message.
const db = new Sqlite(process.argv[2] ?? '');
db.exec('BEGIN IMMEDIATE');
process.send?.('locked');
process.on('message', (afterMs: number) => {
  setTimeout(() => {
    db.exec('ROLLBACK');
    db.close();
    process.send?.('free');
    process.disconnect();
  }, afterMs);
});
