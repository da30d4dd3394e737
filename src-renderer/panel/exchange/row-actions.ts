import type { ExchangeRow } from '#contract/panel-exchanges';
import type { MenuLine, MenuItem } from '../../ui/menu-line.ts';
import { isApple, keyWords } from '../app/key-words.ts';
import type { Texts, TextKey } from '../texts/texts.ts';

/** The parts of the menu of a row, from top to bottom; a line stands between them. */
export const ROW_ACTION_SECTIONS = ['open', 'copy', 'again', 'fail', 'mark'] as const;

/** Something to do with the rows that are selected: a line of their context menu. */
export interface RowAction {
  /** `transfers.copy-url`; unique. */
  readonly id: string;
  readonly section: (typeof ROW_ACTION_SECTIONS)[number];
  /** Another sentence where it depends on the rows, such as pin and unpin. */
  readonly title: TextKey | ((rows: readonly ExchangeRow[]) => TextKey);
  readonly icon?: NonNullable<MenuItem['icon']>;
  /** As tinykeys writes them; shown only: the key itself belongs to a command. */
  readonly keys?: string;
  /** Left out of the menu where it says no; always there when left out. */
  readonly isShown?: (rows: readonly ExchangeRow[]) => boolean;
  readonly run: (rows: readonly ExchangeRow[]) => void;
}

/** What can be done with rows of the list. Features add theirs while they are mounted. */
export class RowActions {
  #all: readonly RowAction[] = [];

  /** Returns their end. */
  add(actions: readonly RowAction[]): () => void {
    this.#all = [...this.#all, ...actions];
    return () => {
      this.#all = this.#all.filter((action) => !actions.includes(action));
    };
  }

  /** The menu of these rows; empty without any. */
  linesFor(rows: readonly ExchangeRow[], t: Texts['t']): readonly MenuLine[] {
    if (rows.length === 0) return [];
    const lines: MenuLine[] = [];
    for (const section of ROW_ACTION_SECTIONS) {
      const actions = this.#all.filter(
        (action) => action.section === section && (action.isShown?.(rows) ?? true),
      );
      if (actions.length > 0 && lines.length > 0) lines.push('separator');
      for (const { id, title, icon, keys, run } of actions) {
        lines.push({
          id,
          label: t(typeof title === 'function' ? title(rows) : title),
          ...(icon ? { icon } : {}),
          ...(keys === undefined ? {} : { keys: keyWords(keys, isApple(navigator.platform)) }),
          onselect: () => {
            run(rows);
          },
        });
      }
    }
    return lines;
  }
}
