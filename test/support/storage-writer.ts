import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';

// A process that sets values without end and tells its parent of each that was acknowledged, until it is killed:
// `node storage-writer.ts <home> <project> <first number>`. A value begins with its number and is as long as that says.
const [folder = '', project = '', first = '1'] = process.argv.slice(2);
const home = openHome(folder, systemClock);
const storage = createProgramStorage(
  home.tables.storage,
  project,
  createStorageCipher(home.tables.preferences),
);
const write = (count: number): void => {
  const value = JSON.stringify(`${String(count)} ${'x'.repeat(count % 5000)}`);
  const key = `k${String(count % 40)}`;
  if (count % 3 === 0) {
    storage({ op: 'set-many', entries: [key, `${key}-twin`].map((name) => ({ key: name, json: value })) });
  } else storage({ op: 'set', key, json: value, encrypt: count % 3 === 1 });
  process.send?.({ key, value, isEncrypted: count % 3 === 1, isBatch: count % 3 === 0 }, () => {
    setImmediate(write, count + 1);
  });
};
write(Number(first));
