import type { Home } from './home.ts';
import { createExchangeList, type ExchangeList } from './journal/list/exchange-list.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import type { Program } from './program/program.ts';
import type { TextIndex } from './registry/text-index.ts';

/** The list of whichever program is open. */
export interface OpenExchanges {
  /** Null while no program is open. */
  readonly current: () => ExchangeList | null;
  close(): void;
}

/** The list of the open program's exchanges, made when it is first asked for. */
export function createOpenExchanges(
  home: Pick<Home, 'tables' | 'textIndex' | 'launch'>,
  program: () => Pick<Program, 'journal' | 'key'> | null,
  logger: Pick<Logger, 'warn'>,
): OpenExchanges {
  let open: { readonly program: Pick<Program, 'journal' | 'key'>; readonly list: ExchangeList } | null = null;
  let text: TextIndex | null = null;
  const openText = (): TextIndex => {
    if (text) return text;
    text = home.textIndex();
    text.onRenewed(() => {
      logger.warn(
        'began the search index anew, since it was damaged; the history is being read into it again',
      );
    });
    return text;
  };
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
            text: openText(),
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
