import fs from 'node:fs';
import path from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { DEVICE_NAMES, type DeviceName } from '#contract/device';
import { FerryError } from '#contract/errors';
import { DEFAULT_SETTINGS, DOMAIN_LISTS, type DomainList, type ProgramSettings } from '#contract/settings';
import { compareVersions, isVersion } from '#contract/version';
import type { LabOrigins } from '../../app.ts';
import { faultRule } from '../../transfers/conditions/parse-fault.ts';
import { linkRule, parseLink } from '../../transfers/conditions/parse-link.ts';
import { mapRule } from '../../transfers/conditions/parse-map.ts';
import { deviceProfile, NEWEST_LIBRARY } from '../../transfers/rules/device-profile.ts';
import { parseDomainEntry } from '../../transfers/rules/legal-domains.ts';
import { screenFrom } from './screen-arguments.ts';

/** The options that say which device and which network a run has. */
export const SETTINGS_OPTIONS = {
  profile: { type: 'string' },
  lib: { type: 'string' },
  client: { type: 'string' },
  link: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  map: { type: 'string', multiple: true },
  allow: { type: 'string', multiple: true },
  'no-domain-check': { type: 'boolean' },
  proxy: { type: 'string' },
  ca: { type: 'string', multiple: true },
  'client-cert': { type: 'string' },
  'client-key': { type: 'string' },
  seed: { type: 'string' },
  screen: { type: 'string' },
  theme: { type: 'string' },
  language: { type: 'string' },
  'font-size': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** Their values as Node's parser gives them. */
export interface SettingsValues {
  readonly profile?: string | undefined;
  readonly lib?: string | undefined;
  readonly client?: string | undefined;
  readonly link?: readonly string[] | undefined;
  readonly fault?: readonly string[] | undefined;
  readonly map?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly 'no-domain-check'?: boolean | undefined;
  readonly proxy?: string | undefined;
  readonly ca?: readonly string[] | undefined;
  readonly 'client-cert'?: string | undefined;
  readonly 'client-key'?: string | undefined;
  readonly seed?: string | undefined;
  readonly screen?: string | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
  readonly 'font-size'?: string | undefined;
}

/** Stands for the lab until it runs, so that what is written can be checked at once. */
const LAB_TO_COME: LabOrigins = { http: 'http://lab.invalid', https: 'https://lab.invalid' };

/**
 * Picks the options out of all that were given.
 *
 * @throws FerryError `usage` for whatever is wrong with them
 */
export function settingsValues(values: SettingsValues, withLab: boolean): SettingsValues {
  settingsFrom(values, withLab ? LAB_TO_COME : { http: null, https: null });
  const own = Object.entries(values).filter(([name]) => Object.hasOwn(SETTINGS_OPTIONS, name));
  return Object.fromEntries(own);
}

/** Device and base library, as a report names them. */
export function deviceOf(values: SettingsValues): { readonly device: DeviceName; readonly lib: string } {
  const device = deviceFrom(values.profile);
  return { device, lib: versionFrom('--lib', values.lib) ?? deviceProfile(device).baseLibrary };
}

/** Which settings an option stands for. */
const SETTING_OF: Readonly<Record<keyof typeof SETTINGS_OPTIONS, keyof ProgramSettings>> = {
  profile: 'device',
  lib: 'baseLibrary',
  client: 'clientVersion',
  link: 'link',
  fault: 'rules',
  map: 'rules',
  allow: 'domains',
  'no-domain-check': 'domainCheck',
  proxy: 'proxy',
  ca: 'certificateAuthorities',
  'client-cert': 'clientCertificate',
  'client-key': 'clientCertificate',
  seed: 'seed',
  screen: 'screen',
  theme: 'screen',
  language: 'screen',
  'font-size': 'screen',
};

/** The settings that the options of a command name; the others are the project's own. */
export function askedSettings(values: SettingsValues): readonly (keyof ProgramSettings)[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => SETTING_OF[name as keyof typeof SETTINGS_OPTIONS]);
  // A link for some transfers alone is a rule, and leaves the link of everything to the project.
  const isLinkRuled = names.includes('link') && (values.link ?? []).every((text) => text.includes('@'));
  return [...new Set(names.filter((name) => name !== 'link' || !isLinkRuled))];
}

/** The settings of a run, once it is known where the lab answers; throws FerryError `usage`. */
export function settingsFrom(values: SettingsValues, lab: LabOrigins): ProgramSettings {
  const links = (values.link ?? []).map((text, index) => ({
    text,
    rule: linkRule(`link-${String(index + 1)}`, text),
  }));
  const everywhere = links.filter(({ rule }) => rule === null);
  if (everywhere.length > 1) throw usage('--link without @ holds for everything, so there can be one.');
  const places = { labOrigin: lab.http, folder: process.cwd() };
  return {
    device: deviceFrom(values.profile),
    screen: screenFrom(values),
    baseLibrary: libraryFrom(values.lib),
    clientVersion: versionFrom('--client', values.client),
    domainCheck: values['no-domain-check'] ? 'off' : 'project',
    certificateCheck: DEFAULT_SETTINGS.certificateCheck,
    domains: domainsFrom(values.allow ?? [], lab),
    link: everywhere[0] ? parseLink(everywhere[0].text) : null,
    rules: [
      ...(values.map ?? []).map((text, index) => mapRule(`map-${String(index + 1)}`, text, places)),
      ...links.flatMap(({ rule }) => (rule ? [rule] : [])),
      ...(values.fault ?? []).map((text, index) => faultRule(`fault-${String(index + 1)}`, text)),
    ],
    proxy: proxyFrom(values.proxy),
    certificateAuthorities: (values.ca ?? []).map((file) => pemFrom('--ca', file)),
    clientCertificate: clientCertificateFrom(values['client-cert'], values['client-key']),
    seed: seedFrom(values.seed),
  };
}

function deviceFrom(name: string | undefined): DeviceName {
  if (name === undefined) return DEFAULT_SETTINGS.device;
  const known = DEVICE_NAMES.find((device) => device === name);
  if (!known) throw usage(`--profile is one of ${DEVICE_NAMES.join(', ')}, not ${name}.`);
  return known;
}

function versionFrom(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isVersion(text)) throw usage(`${option} takes a version such as 2.10.4, not ${text}.`);
  return text;
}

/** A version up to the newest that is known; a later one has nothing that could be shown. */
function libraryFrom(text: string | undefined): string | null {
  const version = versionFrom('--lib', text);
  if (version !== null && compareVersions(version, NEWEST_LIBRARY) > 0) {
    throw usage(`--lib is at most ${NEWEST_LIBRARY}, the newest that Ferry knows; not ${version}.`);
  }
  return version;
}

/** `uploadFile=https://api.example.com`; the lab can be listed by its name. */
function domainsFrom(entries: readonly string[], lab: LabOrigins): ProgramSettings['domains'] {
  const lists: Record<DomainList, string[]> = {
    request: [],
    socket: [],
    uploadFile: [],
    downloadFile: [],
    udp: [],
    tcp: [],
  };
  for (const entry of entries) {
    const [, name = '', place = ''] = /^(\w+)=(.+)$/.exec(entry) ?? [];
    const list = DOMAIN_LISTS.find((known) => known === name);
    if (!list)
      throw usage(`--allow takes <list>=<origin>, the list one of ${DOMAIN_LISTS.join(', ')}; not ${entry}.`);
    if (place === 'lab') {
      if (lab.http === null) throw usage(`--allow ${entry} needs the lab: add --lab.`);
      lists[list].push(...[lab.http, lab.https].filter((origin) => origin !== null));
      continue;
    }
    const origin = parseDomainEntry(place);
    if (origin === null) {
      throw usage(
        `--allow ${entry}: ${place} cannot be listed; write https://host, with a port only where it is meant.`,
      );
    }
    lists[list].push(origin);
  }
  return lists;
}

function proxyFrom(text: string | undefined): string {
  if (text === undefined) return DEFAULT_SETTINGS.proxy;
  if (text === 'system' || text === 'none') return text;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw usage(`--proxy takes system, none or the URL of an HTTP proxy, not ${JSON.stringify(text)}.`);
  }
  return url.href;
}

function clientCertificateFrom(
  certificate: string | undefined,
  key: string | undefined,
): ProgramSettings['clientCertificate'] {
  if (certificate === undefined && key === undefined) return null;
  if (certificate === undefined || key === undefined)
    throw usage('--client-cert and --client-key go together.');
  return {
    certificatePem: pemFrom('--client-cert', certificate),
    privateKeyPem: pemFrom('--client-key', key),
    passphrase: process.env['FERRY_CLIENT_KEY_PASSPHRASE'] ?? null,
  };
}

function pemFrom(option: string, file: string): string {
  try {
    const text = fs.readFileSync(path.resolve(file), 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch (error) {
    throw new FerryError('usage', `${option} cannot read ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  throw usage(`${option}: ${file} is no PEM file (it has no -----BEGIN … line).`);
}

function seedFrom(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SETTINGS.seed;
  if (!/^\d{1,9}$/.test(text)) throw usage(`--seed takes a whole number, not ${text}.`);
  return Number(text);
}

function usage(message: string): FerryError {
  return new FerryError('usage', message);
}
