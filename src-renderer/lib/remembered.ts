import type { PanelCaller } from './bridge.ts';

/** A line that is dragged says where it is at every step. */
const SEND_AFTER_MS = 150;

const entries = new Map<string, string>();
const waiting = new Set<string>();
let caller: PanelCaller | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

/** What was last remembered under a name, in this launch or an earlier one; null when nothing was. */
export function recall(name: string): string | null {
  return entries.get(name) ?? null;
}

/** Keeps a text for later, and for the launches to come. */
export function remember(name: string, text: string): void {
  if (entries.get(name) === text) return;
  entries.set(name, text);
  waiting.add(name);
  timer ??= setTimeout(send, SEND_AFTER_MS);
}

/** Asks main for what is remembered, before anything is shown. A panel that cannot remember still works. */
export async function startRemembering(main: PanelCaller): Promise<void> {
  caller = main;
  const kept = await main.call('panel:memory', {}).catch(() => null);
  for (const [name, text] of Object.entries(kept ?? {})) entries.set(name, text);
}

function send(): void {
  timer = null;
  for (const name of waiting) {
    void caller?.call('panel:remember', { name, text: entries.get(name) ?? '' }).catch(() => undefined);
  }
  waiting.clear();
}
