import type { FerryError } from '#contract/errors';
import type { CheckChoice, DomainList, ProgramSettings } from '#contract/settings';
import { API_NAMES, type TransferKind, type TransferWarning } from '#contract/transfer';
import type { JobConnection, JobLink } from '../worker/protocol.ts';
import { createBreakpoints, type Breakpoints } from './conditions/breakpoints.ts';
import { OFFLINE_LINK } from './conditions/parse-link.ts';
import { createRuleBook, type RuleBook, type TransferFacts, type Treatment } from './conditions/rule-book.ts';
import type { DeviceProfile } from './rules/device-profile.ts';
import { domainError, hasDomains, illegality, type OwnNetwork } from './rules/legal-domains.ts';
import { warning } from './warnings/warning-table.ts';

/** The network as one program gets it: the device's, with what the developer has set for the project. */
export interface ProgramNetwork {
  readonly profile: DeviceProfile;
  /** Origins of which there is nothing to warn: Ferry's own lab, and what the developer has listed. */
  vouchedOrigins(): readonly string[];
  /** As they are now. */
  readonly settings: NetworkSettings;
  /** The transfers that stand at breakpoints. */
  readonly breakpoints: Breakpoints;
  /** Whether legal domains are enforced: they are checked, and some are listed. */
  enforcesDomains(): boolean;
  /** What the legal domains say of a URL: an error where they are enforced, else what is worth telling. */
  judge(list: DomainList, url: string): DomainVerdict;
  /** What is worth telling of an image or font that a component shows: WeChat shows those of any host. */
  judgeShown(url: string): readonly TransferWarning[];
  /** How to reach a URL. `treatment` is null for a redirect's target. */
  connectionTo(
    facts: TransferFacts,
    treatment: Treatment | null,
    wantsHttp2: boolean,
  ): Promise<JobConnection>;
  readonly rules: RuleBook;
  /** Legal domains do not concern the files below this URL: those of WeChat's own storage, which Ferry plays. */
  vouchFor(url: string): void;
  /** Nothing gets through while the device has no network. */
  setOffline(offline: boolean): void;
}

export interface DomainVerdict {
  readonly error: FerryError | null;
  readonly warnings: readonly TransferWarning[];
}

export interface ProgramNetworkDeps {
  /** URL of the proxy the system has for this one; null for none. */
  readonly systemProxy: (url: string) => Promise<string | null>;
  readonly ownNetworks: () => readonly OwnNetwork[];
  /** Origins and certificate authorities of the lab, while it runs. */
  readonly lab: () => { readonly origins: readonly string[]; readonly authorities: readonly string[] };
}

/** The part of a program's settings that its transfers follow. */
export type NetworkSettings = Pick<
  ProgramSettings,
  | 'domainCheck'
  | 'certificateCheck'
  | 'domains'
  | 'link'
  | 'rules'
  | 'proxy'
  | 'certificateAuthorities'
  | 'clientCertificate'
  | 'seed'
>;

export interface ProgramNetworkOptions {
  /** Read anew for each transfer: what changes in it holds from the next one on. */
  readonly settings: NetworkSettings;
  /** Hears which rule applied to which transfer. */
  readonly onRuleHit?: (ruleId: string, exchangeId: string | null) => void;
  readonly profile: DeviceProfile;
  readonly baseLibrary: string;
  /** `setting.urlCheck` of project.config.json; absent counts as true, as in WeChat. */
  readonly urlCheck: boolean;
}

export function createProgramNetwork(
  deps: ProgramNetworkDeps,
  { settings, onRuleHit, profile, baseLibrary, urlCheck }: ProgramNetworkOptions,
): ProgramNetwork {
  let followed = settings.rules;
  const book = createRuleBook(followed, onRuleHit);
  const rules = (): RuleBook => {
    if (settings.rules !== followed) {
      followed = settings.rules;
      book.set(followed);
    }
    return book;
  };
  const isDone = (choice: CheckChoice, usual: boolean): boolean =>
    choice === 'project' ? usual : choice === 'on';
  const checksDomains = (): boolean => isDone(settings.domainCheck, urlCheck);
  const verifies = (): boolean => isDone(settings.certificateCheck, checksDomains());
  const vouched = new Set<string>();
  let offline = false;

  const linkFor = (treatment: Pick<Treatment, 'link'>): JobLink | null => {
    const { link, seed } = settings;
    if (offline) return { id: OFFLINE_LINK.name, spec: OFFLINE_LINK, seed };
    if (treatment.link) return { id: treatment.link.share, spec: treatment.link.spec, seed };
    return link ? { id: `project:${link.name}`, spec: link, seed } : null;
  };

  const proxyFor = async (url: URL): Promise<string | null> => {
    if (settings.proxy === 'none' || isLoopback(url.hostname)) return null;
    return settings.proxy === 'system' ? deps.systemProxy(url.href) : settings.proxy;
  };

  const judge: ProgramNetwork['judge'] = (list, url) => {
    const isOfFiles = list === 'uploadFile' || list === 'downloadFile';
    const isVouched = isOfFiles && [...vouched].some((below) => url === below || url.startsWith(`${below}/`));
    const isChecked = hasDomains(settings.domains) && !isVouched;
    const why = isChecked
      ? illegality(list, url, { lists: settings.domains, baseLibrary, ownNetworks: deps.ownNetworks })
      : null;
    if (why === null) return { error: null, warnings: [] };
    if (checksDomains()) return { error: domainError(list, url, why), warnings: [] };
    const host = URL.parse(url)?.host ?? url;
    return { error: null, warnings: [warning('not-listed', { host, list })] };
  };

  return {
    profile,
    rules: {
      treat: (facts, exchangeId) => rules().treat(facts, exchangeId),
      beyondRedirect: (facts) => rules().beyondRedirect(facts),
      set(next) {
        book.set(next);
      },
      hits: () => rules().hits(),
    },
    settings,
    breakpoints: createBreakpoints(Date.now),
    enforcesDomains: () => checksDomains() && hasDomains(settings.domains),
    vouchedOrigins: () => [
      ...deps.lab().origins,
      ...[...vouched].map((url) => new URL(url).origin),
      ...Object.values(settings.domains).flat(),
    ],
    judge,
    judgeShown(url) {
      const verdict = judge('downloadFile', url);
      if (!verdict.error && verdict.warnings.length === 0) return [];
      return [warning('shown-not-listed', { host: URL.parse(url)?.host ?? url })];
    },
    async connectionTo(facts, treatment, wantsHttp2) {
      const way = treatment ?? rules().beyondRedirect(facts);
      const { sendTo } = way;
      const target = sendTo === null ? facts.url : new URL(sendTo);
      return {
        sendTo,
        proxy: await proxyFor(target),
        verifiesCertificates: verifies(),
        extraCertificateAuthorities: [...deps.lab().authorities, ...settings.certificateAuthorities],
        clientCertificate: settings.clientCertificate,
        http2: wantsHttp2,
        link: linkFor(way),
      };
    },
    vouchFor(url) {
      vouched.add(url.replace(/\/$/, ''));
    },
    setOffline(next) {
      offline = next;
    },
  };
}

/** The legal domains of a kind of transfer. */
export function domainListOf(kind: TransferKind): DomainList {
  return API_NAMES[kind];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
