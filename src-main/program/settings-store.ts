import { FerryError } from '#contract/errors';
import type { ConditionName, ConditionSettings, RuleDraft } from '#contract/panel-conditions';
import { CHECK_CHOICES, DEFAULT_SETTINGS, DOMAIN_LISTS, type DomainLists } from '#contract/settings';
import { DEVICE_NAMES } from '#contract/device';
import { isVersion } from '#contract/version';
import type { PreferenceTable } from '../registry/preference-table.ts';

/** What the developer has set for one project, as it is kept. */
export interface KeptConditions {
  readonly settings: Partial<ConditionSettings>;
  readonly rules: readonly RuleDraft[];
}

/** The conditions of projects in the registry; for a launch alone where there is no table. */
export interface SettingsStore {
  get(projectKey: string): KeptConditions;
  set(projectKey: string, kept: KeptConditions): void;
}

/** So many rules a project can have. */
export const MAX_RULES = 500;

/** @param table null keeps them for this launch alone */
export function createSettingsStore(table: PreferenceTable | null): SettingsStore {
  const own = new Map<string, unknown>();
  const name = (key: string): string => `conditions:${key}`;
  return {
    get: (key) => keptFrom(table ? table.get(name(key)) : own.get(key)),
    set(key, kept) {
      if (table) table.set(name(key), kept);
      else own.set(key, kept);
    },
  };
}

/** What of a kept value still means something: another version of Ferry may have written it. */
function keptFrom(value: unknown): KeptConditions {
  const { settings, rules } = recordFrom(value);
  return { settings: settingsFrom(recordFrom(settings)), rules: rulesFrom(rules) };
}

function recordFrom(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function settingsFrom(value: Readonly<Record<string, unknown>>): Partial<ConditionSettings> {
  const device = DEVICE_NAMES.find((known) => known === value['device']);
  const check = (name: 'domainCheck' | 'certificateCheck'): Partial<ConditionSettings> => {
    const choice = CHECK_CHOICES.find((known) => known === value[name]);
    return choice === undefined ? {} : { [name]: choice };
  };
  const version = (name: 'baseLibrary' | 'clientVersion'): Partial<ConditionSettings> => {
    const text = value[name];
    return typeof text === 'string' && isVersion(text) ? { [name]: text } : {};
  };
  const text = (name: 'link' | 'proxy'): Partial<ConditionSettings> =>
    typeof value[name] === 'string' ? { [name]: value[name] } : {};
  return {
    ...(device === undefined ? {} : { device }),
    ...check('domainCheck'),
    ...check('certificateCheck'),
    ...version('baseLibrary'),
    ...version('clientVersion'),
    ...text('link'),
    ...text('proxy'),
    ...('domains' in value ? { domains: domainsFrom(value['domains']) } : {}),
  };
}

function domainsFrom(value: unknown): DomainLists {
  const lists = recordFrom(value);
  const entries = DOMAIN_LISTS.map((list) => {
    const own = lists[list];
    return [list, Array.isArray(own) ? own.filter((entry) => typeof entry === 'string') : []] as const;
  });
  return { ...DEFAULT_SETTINGS.domains, ...Object.fromEntries(entries) };
}

function rulesFrom(value: unknown): readonly RuleDraft[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_RULES).flatMap((entry: unknown) => {
    const { id, text, isOn } = recordFrom(entry);
    return typeof id === 'string' && typeof text === 'string' ? [{ id, text, isOn: isOn !== false }] : [];
  });
}

/** The names of the settings, for whoever goes through all of them. */
export const CONDITION_NAMES: readonly ConditionName[] = [
  'device',
  'baseLibrary',
  'clientVersion',
  'domainCheck',
  'certificateCheck',
  'domains',
  'link',
  'proxy',
];

/**
 * `system`, `none`, or the URL of an HTTP proxy.
 *
 * @throws FerryError `usage`
 */
export function proxyFrom(text: string): string {
  if (text === 'system' || text === 'none') return text;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new FerryError(
      'usage',
      `A proxy is system, none or the URL of an HTTP proxy, not ${JSON.stringify(text)}.`,
      { details: { problem: 'proxy', text } },
    );
  }
  return url.href;
}
