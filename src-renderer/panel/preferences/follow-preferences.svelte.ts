import type { ThemeChoice } from '#contract/panel';
import { MediaQuery } from 'svelte/reactivity';
import type { PanelStore } from '../app/panel-store.svelte.ts';
import type { Texts } from '../texts/texts.ts';

/** What the system asks for. */
interface SystemLook {
  readonly isDark: boolean;
  readonly hasContrast: boolean;
}

/** High contrast comes light and dark, as the system is. */
function themeFrom(choice: ThemeChoice, { isDark, hasContrast }: SystemLook): string {
  if (choice === 'contrast' || (choice === 'system' && hasContrast)) {
    return isDark ? 'contrast-dark' : 'contrast-light';
  }
  if (choice === 'system') return isDark ? 'dark' : 'light';
  return choice;
}

/** Keeps the document's theme and language, and the texts, as the preferences say. Call while a component starts. */
export function followPreferences(store: PanelStore, texts: Texts): void {
  const dark = new MediaQuery('(prefers-color-scheme: dark)');
  const contrast = new MediaQuery('(prefers-contrast: more), (forced-colors: active)');

  $effect.pre(() => {
    const { locale, theme } = store.preferences;
    texts.locale = locale;
    document.documentElement.lang = locale;
    const look = { isDark: dark.current, hasContrast: contrast.current };
    document.documentElement.dataset['theme'] = themeFrom(theme, look);
  });
}
