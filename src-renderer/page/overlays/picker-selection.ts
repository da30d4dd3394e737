import type { PickedKind } from '#contract/pickers';

interface Selectable {
  readonly id: string;
  readonly kind: PickedKind;
}

/** Rules of a pick: at most so many, and of one kind only where kinds may not be mixed. */
export interface SelectionRules {
  readonly count: number;
  readonly mixed: boolean;
}

/** What is chosen, in the order it was chosen. */
export type Selection = readonly Selectable[];

/** Whether an item can be tapped: chosen ones always can, one alone may take another's place. */
export function canToggle(selection: Selection, item: Selectable, { count, mixed }: SelectionRules): boolean {
  if (selection.some(({ id }) => id === item.id)) return true;
  if (count === 1) return true;
  const fits = mixed || selection.every(({ kind }) => kind === item.kind);
  return fits && selection.length < count;
}

/** The selection after a tap on an item. */
export function toggled(selection: Selection, item: Selectable, rules: SelectionRules): Selection {
  if (selection.some(({ id }) => id === item.id)) return selection.filter(({ id }) => id !== item.id);
  if (!canToggle(selection, item, rules)) return selection;
  return rules.count === 1 ? [item] : [...selection, item];
}
