import type { LinkSpec, Rule } from './conditions.ts';
import type { DeviceName } from './device.ts';
import type { ScreenSettings } from './screen.ts';

/** WeChat's lists of legal domains, one for each kind of connection (wx-api.md §3). */
export const DOMAIN_LISTS = ['request', 'socket', 'uploadFile', 'downloadFile', 'udp', 'tcp'] as const;

export type DomainList = (typeof DOMAIN_LISTS)[number];

/** Entries as typed: `https://api.example.com`, with a port where only that port is meant. */
export type DomainLists = Readonly<Record<DomainList, readonly string[]>>;

/** Whether something is checked: as the project says, always, or never. */
export const CHECK_CHOICES = ['project', 'on', 'off'] as const;

export type CheckChoice = (typeof CHECK_CHOICES)[number];

/** A client certificate as PEM texts. */
export interface ClientCertificateSetting {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly passphrase: string | null;
}

/** How one project's mini-program is run: the device it believes in, and the network it gets. */
export interface ProgramSettings {
  readonly device: DeviceName;
  /** What this launch asks of the screen; the rest is as the developer has chosen it for the project. */
  readonly screen: Partial<ScreenSettings>;
  /** Base library such as `2.10.4`; null for the device's newest. */
  readonly baseLibrary: string | null;
  /** Version of the WeChat client such as `6.5.3`; null for the device's own. */
  readonly clientVersion: string | null;
  /** `project` follows project.config.json's `setting.urlCheck`; `off` checks neither domains nor certificates. */
  readonly domainCheck: CheckChoice;
  /** `project` checks certificates where domains are checked. */
  readonly certificateCheck: CheckChoice;
  readonly domains: DomainLists;
  /** The link of everything the mini-program transfers; null for the machine's own. */
  readonly link: LinkSpec | null;
  readonly rules: readonly Rule[];
  /** `system`, `none`, or the URL of an HTTP proxy. */
  readonly proxy: string;
  /** Trusted besides the system's, as PEM. */
  readonly certificateAuthorities: readonly string[];
  readonly clientCertificate: ClientCertificateSetting | null;
  /** Decides jitter and loss: the same seed, the same run. */
  readonly seed: number;
}

export const DEFAULT_SETTINGS: ProgramSettings = {
  device: 'devtools',
  screen: {},
  baseLibrary: null,
  clientVersion: null,
  domainCheck: 'project',
  certificateCheck: 'project',
  domains: { request: [], socket: [], uploadFile: [], downloadFile: [], udp: [], tcp: [] },
  link: null,
  rules: [],
  proxy: 'system',
  certificateAuthorities: [],
  clientCertificate: null,
  seed: 1,
};
