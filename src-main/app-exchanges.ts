import type { Home } from './home.ts';
import { createExchangeList, type ExchangeList } from './journal/list/exchange-list.ts';
import { systemClock } from './lib/clock.ts';
import type { Program } from './program/program.ts';

/** The list of whichever program is open. */
export interface OpenExchanges {
  /** Null while no program is open. */
  readonly current: () => ExchangeList | null;
  close(): void;
}

/** The list of the open program's exchanges, made when it is first asked for. */
export function createOpenExchanges(
  home: Pick<Home, 'tables' | 'textIndex' | 'launch'>,
  program: () => Program | null,
): OpenExchanges {
  let open: { readonly program: Program; readonly list: ExchangeList } | null = null;
  return {
    current() {
      const now = program();
      if (now !== null && open?.program === now) return open.list;
      open?.list.close();
      open = now && {
        program: now,
        list: createExchangeList(
          {
            journal: now.journal,
            table: home.tables.exchanges,
            text: home.textIndex(),
            clock: systemClock,
          },
          { project: now.key, launch: home.launch },
        ),
      };
      return open?.list ?? null;
    },
    close() {
      open?.list.close();
      open = null;
    },
  };
}
