import { isIP, isIPv4 } from 'node:net';
import { FerryError } from '#contract/errors';
import type { DomainProblem } from '#contract/panel-conditions';
import type { DomainList, DomainLists } from '#contract/settings';
import { compareVersions } from '#contract/version';

/** An IPv4 network this machine is in. */
export interface OwnNetwork {
  readonly address: string;
  readonly netmask: string;
}

export interface DomainRules {
  readonly lists: DomainLists;
  readonly baseLibrary: string;
  /** The machine's networks, for WeChat's rule on addresses of the same subnet. */
  readonly ownNetworks: () => readonly OwnNetwork[];
}

/** Who made a URL illegal, in the words of the panel's warning. */
export type Illegality =
  'scheme' | 'not-listed' | 'port' | 'address' | 'local-address' | 'localhost' | 'never-listed';

/** Can never be listed (wx-api.md §3). */
const NEVER_LISTED = 'api.weixin.qq.com';
/** LAN addresses are let through from this base library on. */
const LAN_LIBRARY = '2.4.0';

/** Whether any list has been typed in: without one there is nothing to check against. */
export function hasDomains(lists: DomainLists): boolean {
  return Object.values(lists).some((entries) => entries.length > 0);
}

/**
 * Reads an entry of a list: `https://host`, `https://host:8443`, or bare `host`. Beyond what WeChat's console takes,
 * http and addresses are let in: to list a development server is the developer's to decide.
 *
 * @returns the entry as it is kept, or null when it is none
 */
export function parseDomainEntry(text: string): string | null {
  const entry = /^([a-z]+):\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(entry);
  if (
    !url ||
    !/^(https?|wss?|tcp|udp):$/.test(url.protocol) ||
    url.hostname === '' ||
    url.hostname.includes('*')
  )
    return null;
  if (url.hostname === NEVER_LISTED) return null;
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '' || url.username !== '') return null;
  return `${url.protocol}//${url.hostname}${portIn(entry)}`;
}

/** WeChat's console takes no more entries into a list (wx-api.md §3). */
export const MAX_LIST_ENTRIES = 200;

/**
 * What WeChat's console says of an entry: what cannot be kept at all has no `entry`; what Ferry lets in for a
 * development server has one, with what the console would refuse it for.
 */
export function checkDomainEntry(
  list: DomainList,
  text: string,
  listed: readonly string[],
): { readonly entry: string | null; readonly problem: DomainProblem | null } {
  const none = (problem: DomainProblem) => ({ entry: null, problem });
  const written = text.trim();
  if (written.includes('*')) return none('wildcard');
  // A socket's host is written with the scheme of its own.
  const usualScheme = list === 'socket' ? 'wss' : list === 'udp' || list === 'tcp' ? list : 'https';
  const whole = /^[a-z]+:\/\//i.test(written) ? written : `${usualScheme}://${written}`;
  const url = URL.parse(whole);
  if (!url || url.hostname === '' || !/^(https?|wss?|tcp|udp):$/.test(url.protocol))
    return none('not-a-host');
  if (url.hostname === NEVER_LISTED) return none('never-listed');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '' || url.username !== '')
    return none('path');
  const entry = parseDomainEntry(whole);
  if (entry === null) return none('not-a-host');
  if (listed.includes(entry)) return { entry, problem: 'known' };
  if (listed.length >= MAX_LIST_ENTRIES) return none('full');
  if (url.hostname === 'localhost' || url.hostname.endsWith('.localhost'))
    return { entry, problem: 'localhost' };
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) > 0) return { entry, problem: 'address' };
  return { entry, problem: url.protocol === `${usualScheme}:` ? null : 'scheme' };
}

/**
 * Why a URL may not be reached by WeChat's rules; null when it may: https, the host exactly as listed, the port
 * exactly as listed, no address but one of the same network, no localhost (WeChat's network documentation).
 *
 * @param text the URL as written: a port of `:443` that is written counts, and parsing would lose it
 */
export function illegality(list: DomainList, text: string, rules: DomainRules): Illegality | null {
  const url = URL.parse(text);
  if (!url) return 'not-listed';
  const host = url.hostname.toLowerCase();
  if (host === NEVER_LISTED) return 'never-listed';
  // What is reached is decided by the parsed port; the text only adds a default one that was written out.
  const port = url.port === '' ? portIn(text) : `:${url.port}`;
  const origin = `${url.protocol}//${host}${port}`;
  if (rules.lists[list].includes(origin)) return null;
  if (isIP(host.replace(/^\[|\]$/g, '')) > 0) return illegalAddress(url, rules);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'localhost';
  if (url.protocol !== (list === 'socket' ? 'wss:' : 'https:')) return 'scheme';
  const isHostListed = rules.lists[list].some((entry) => URL.parse(entry)?.hostname === host);
  // A listed socket host may be reached on every port (wx-api.md §3).
  if (isHostListed && list === 'socket') return null;
  return isHostListed ? 'port' : 'not-listed';
}

/** The error of an illegal URL; the page is told WeChat's words, the panel these. */
export function domainError(list: DomainList, text: string, why: Illegality): FerryError {
  const host = URL.parse(text)?.host ?? text;
  return new FerryError(
    'request.domain',
    `${host} is not in the ${list} list of legal domains: ${REASONS[why]}`,
    { details: { host, list, reason: why } },
  );
}

const REASONS: Readonly<Record<Illegality, string>> = {
  scheme: 'only https is legal.',
  'not-listed':
    'its host has to be listed, exactly; the lists of request, uploadFile and downloadFile are separate.',
  port: 'the host is listed with another port; an entry without a port allows none in the URL, not even :443.',
  address:
    'an IP address is only legal inside the device’s own network, over http, from base library 2.4.0 on.',
  'local-address': 'the device’s own address is never legal.',
  localhost: 'localhost is the device itself, which is never legal.',
  'never-listed': 'WeChat’s own API host cannot be listed; call it from your server.',
};

function illegalAddress(url: URL, { baseLibrary, ownNetworks }: DomainRules): Illegality | null {
  if (!/^(http|ws):$/.test(url.protocol) || !isIPv4(url.hostname)) return 'address';
  if (url.hostname.startsWith('127.')) return 'local-address';
  if (compareVersions(baseLibrary, LAN_LIBRARY) < 0) return 'address';
  const networks = ownNetworks();
  if (networks.some(({ address }) => address === url.hostname)) return 'local-address';
  return networks.some((network) => isWithin(url.hostname, network)) ? null : 'address';
}

function isWithin(address: string, { address: own, netmask }: OwnNetwork): boolean {
  const [theirs, ours, mask] = [address, own, netmask].map((text) =>
    text.split('.').reduce((number, part) => number * 256 + Number(part), 0),
  );
  // Bitwise operators see 32 bits with a sign, on both sides alike.
  return ((theirs ?? 0) & (mask ?? 0)) === ((ours ?? 0) & (mask ?? 0));
}

/** The port as written in a well-formed URL, with its colon; empty when none is. */
function portIn(text: string): string {
  return /^[a-z]+:\/\/(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*)(:\d+)/i.exec(text)?.[1] ?? '';
}
