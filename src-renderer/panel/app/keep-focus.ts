import { tick } from 'svelte';

/** Gives the focus to something near when what had it has just gone from the page; what else took it keeps it. */
export async function keepFocus(near: () => HTMLElement | null | undefined): Promise<void> {
  await tick();
  if (document.activeElement === document.body) near()?.focus();
}
