import { recall, remember } from '../../../lib/remembered.ts';
import {
  DEFAULT_COLUMNS,
  placeColumns,
  readChoice,
  withColumn,
  withMoved,
  withWidth,
  withoutWidth,
  type ColumnChoice,
  type ColumnId,
} from './columns.ts';

const KEY = 'ferry.transfers.columns';

/** The columns of the list as the developer has set them up; remembered in this home. */
export class ColumnStore {
  choice = $state.raw<ColumnChoice>(readChoice(recall(KEY)));
  /** Room for them all. */
  roomPx = $state(800);
  readonly placed = $derived(placeColumns(this.choice, this.roomPx));

  resize(id: ColumnId, widthPx: number): void {
    this.#set(withWidth(this.choice, id, widthPx));
  }

  /** Back to the width it comes with. */
  fit(id: ColumnId): void {
    this.#set(withoutWidth(this.choice, id));
  }

  show(id: ColumnId, isShown: boolean): void {
    this.#set(withColumn(this.choice, id, isShown));
  }

  move(id: ColumnId, by: -1 | 1): void {
    this.#set(withMoved(this.choice, id, by));
  }

  reset(): void {
    this.#set(DEFAULT_COLUMNS);
  }

  #set(choice: ColumnChoice): void {
    this.choice = choice;
    remember(KEY, JSON.stringify(choice));
  }
}
