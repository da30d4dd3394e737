import { openHome } from '../../../src-main/home.ts';
import { searchedText } from '../../../src-main/lib/exchange-facts.ts';
import { systemClock } from '../../../src-main/lib/clock.ts';
import { believableExchange, createDice } from './believable.ts';

const BATCH = 500;
const LAUNCHES = 4;
/** Between two calls. */
const STEP_MS = 700;

/** Fills a home with exchanges of four launches, searchable, the last a moment ago. Prints how long it took. */
export function fillHome(folder: string, project: string, count: number): void {
  const startMs = performance.now();
  const dice = createDice(7);
  const firstEpochMs = Date.now() - count * STEP_MS;
  for (let launch = 0; launch < LAUNCHES; launch += 1) {
    const home = openHome(folder, systemClock);
    const text = home.textIndex();
    const end = Math.floor((count * (launch + 1)) / LAUNCHES);
    for (let from = Math.floor((count * launch) / LAUNCHES); from < end; from += BATCH) {
      const records: { seq: number; text: string }[] = [];
      for (let index = from; index < Math.min(end, from + BATCH); index += 1) {
        const exchange = believableExchange(index, firstEpochMs + index * STEP_MS, dice);
        home.tables.exchanges.put(project, home.launch, exchange);
        const seq = home.tables.exchanges.rows.seqOf(exchange.id);
        if (seq !== null) records.push({ seq, text: searchedText(exchange) });
      }
      text.add(records);
    }
    while (text.tidy());
    home.close();
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  process.stdout.write(`Filled ${String(count)} exchanges in ${seconds} s.\n`);
}
