import type { Preferences } from '#contract/panel';
import type { PreferenceTable } from '../registry/preference-table.ts';

/** What the developer chose in the panel, kept in the home. */
export interface PreferenceStore {
  readonly get: () => Preferences;
  readonly set: (preferences: Preferences) => void;
}

const KEY = 'panel';

/** @param systemLocale the system's language, for a home that has not chosen one */
export function createPreferences(table: PreferenceTable, systemLocale: string): PreferenceStore {
  const fallback: Preferences = {
    locale: systemLocale.startsWith('zh') ? 'zh-CN' : 'en',
    theme: 'system',
    reloadOnSave: true,
  };
  return {
    get: () => ({ ...fallback, ...(table.get(KEY) as Partial<Preferences> | null) }),
    set: (preferences) => {
      table.set(KEY, preferences);
    },
  };
}
