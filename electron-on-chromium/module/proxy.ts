import { MAPPED_HOSTS } from '../origin-map.ts';

/** How Chromium takes a proxy for a browser context. */
export interface ContextProxy {
  readonly proxyServer?: string;
  readonly proxyBypassList?: string;
}

/** Chromium's form of Electron's `ProxyConfig`; throws for what a browser context cannot be given. */
export function proxyFromConfig(config: Electron.ProxyConfig): ContextProxy {
  const mode = config.mode ?? (config.pacScript === undefined ? 'fixed_servers' : 'pac_script');
  if (mode === 'direct') return { proxyServer: 'direct://' };
  if (mode !== 'fixed_servers') {
    throw new Error(`session.setProxy with mode '${mode}' is not available in electron-on-chromium`);
  }
  const { proxyRules = '', proxyBypassRules = '' } = config;
  if (proxyRules === '') return { proxyServer: 'direct://' };
  // The last rule that fits counts: `<-loopback>` before this one does not take the app's own schemes away.
  return {
    proxyServer: proxyRules,
    proxyBypassList: `${proxyBypassRules};${MAPPED_HOSTS}`.replace(/^;/, ''),
  };
}

/** What Chromium on Linux makes of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in a PAC script's words. */
export function proxyFromEnvironment(url: URL, env: Readonly<Record<string, string | undefined>>): string {
  const read = (name: string): string => env[name] ?? env[name.toUpperCase()] ?? '';
  const written = read(`${url.protocol.slice(0, -1)}_proxy`) || read('all_proxy');
  if (written === '' || isBypassed(url, read('no_proxy'))) return 'DIRECT';
  const proxy = URL.parse(written.includes('://') ? written : `http://${written}`);
  if (!proxy || proxy.hostname === '') return 'DIRECT';
  const port = proxy.port === '' ? (proxy.protocol === 'https:' ? '443' : '80') : proxy.port;
  const kind = { 'http:': 'PROXY', 'https:': 'HTTPS', 'socks4:': 'SOCKS', 'socks5:': 'SOCKS5' }[
    proxy.protocol
  ];
  return `${kind ?? 'PROXY'} ${proxy.hostname}:${port}`;
}

/** `no_proxy`: hosts with all below them, `*` for all; this machine is never asked for through a proxy. */
function isBypassed({ hostname }: URL, list: string): boolean {
  if (hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]') return true;
  const entries = list.split(',').map((entry) =>
    entry
      .trim()
      .toLowerCase()
      .replace(/^\*?\./, ''),
  );
  return entries.some(
    (entry) => entry === '*' || (entry !== '' && (hostname === entry || hostname.endsWith(`.${entry}`))),
  );
}
