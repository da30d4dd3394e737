import { DEFAULT_SETTINGS, type ProgramSettings } from '#contract/settings';
import { createConditionBook, type ConditionBook } from '../../src-main/program/conditions.ts';
import { createSettingsStore } from '../../src-main/program/settings-store.ts';
import { parseLink } from '../../src-main/transfers/conditions/parse-link.ts';
import { lineOf, parseRule } from '../../src-main/transfers/conditions/rule-text.ts';

/** Projects run as given; nothing that is chosen for them is kept. */
export function plainConditions(settings: Partial<ProgramSettings> = {}): ConditionBook {
  return createConditionBook({
    store: createSettingsStore(null),
    launch: () => ({ ...DEFAULT_SETTINGS, ...settings }),
    asked: [],
    labOrigin: () => null,
    parseRule,
    lineOf,
    parseLink,
  });
}
