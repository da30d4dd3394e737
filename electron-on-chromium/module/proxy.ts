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
