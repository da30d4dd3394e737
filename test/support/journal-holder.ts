import { openHome } from '../../src-main/home.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';

// A launch with a transfer in each state, until it is killed: `node journal-holder.ts <folder>`.
const [folder = ''] = process.argv.slice(2);
const home = openHome(folder, systemClock);
const journal = createJournal({ table: home.tables.exchanges }, { project: 'a', launch: home.launch });
for (const [index, id] of ['waiting', 'running', 'done'].entries()) {
  journal.begin({
    id,
    kind: 'request',
    page: 'pages/a/a',
    calledFrom: null,
    method: 'GET',
    url: 'http://host/',
    written: {},
    calledAtEpochMs: index,
  });
}
journal.update('running', { state: 'running' });
journal.update('done', { state: 'done', durationMs: 5, errMsg: 'request:ok' });
process.send?.('ready');
process.on('message', () => undefined);
