import type { ThemeChoice } from '#contract/panel';
import { MediaQuery } from 'svelte/reactivity';
import type { PanelStore } from '../app/panel-store.svelte.ts';
import type { Texts } from '../texts/texts.ts';

/** High contrast comes light and dark, as the system is. */
function themeFrom(choice: ThemeChoice, isSystemDark: boolean): string {
  if (choice === 'system') return isSystemDark ? 'dark' : 'light';
  if (choice === 'contrast') return isSystemDark ? 'contrast-dark' : 'contrast-light';
  return choice;
}

/** Keeps the document's theme and language, and the texts, as the preferences say. Call while a component starts. */
export function followPreferences(store: PanelStore, texts: Texts): void {
  const systemDark = new MediaQuery('(prefers-color-scheme: dark)');

  $effect.pre(() => {
    const { locale, theme } = store.preferences;
    texts.locale = locale;
    document.documentElement.lang = locale;
    document.documentElement.dataset['theme'] = themeFrom(theme, systemDark.current);
  });
}
