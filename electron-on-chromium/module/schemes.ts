import type { OriginMap } from '../origin-map.ts';

export type Privilege = Exclude<keyof Electron.Privileges, 'allowExtensions'>;

/** The schemes an app speaks and what each may do. */
export interface Schemes {
  /** Electron's `registerSchemesAsPrivileged`: before ready, and once. */
  register(schemes: readonly Electron.CustomScheme[], isReady: boolean): void;
  /** A scheme met by `protocol.handle` that was never registered has no privileges. */
  add(scheme: string): void;
  has(scheme: string, privilege: Privilege): boolean;
  /** `ferry://app` for `ferry://app/x`; an opaque origin is `null`, as text. */
  originOf(url: string): string;
}

export function createSchemes(origins: OriginMap): Schemes {
  const privileges = new Map<string, Electron.Privileges>();
  let isRegistered = false;
  return {
    register(schemes, isReady) {
      if (isReady) {
        throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      }
      if (isRegistered) {
        throw new Error(
          'protocol.registerSchemesAsPrivileged was called before: only the last call would count',
        );
      }
      isRegistered = true;
      for (const { scheme, privileges: granted } of schemes) {
        if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) throw new TypeError(`Invalid scheme: ${scheme}`);
        privileges.set(scheme, granted ?? {});
        origins.addScheme(scheme);
      }
    },
    add(scheme) {
      if (!privileges.has(scheme)) privileges.set(scheme, {});
      origins.addScheme(scheme);
    },
    has: (scheme, privilege) => privileges.get(scheme)?.[privilege] === true,
    originOf(url) {
      const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url);
      const scheme = match?.[1]?.toLowerCase();
      if (match && scheme !== undefined && privileges.has(scheme)) {
        return privileges.get(scheme)?.standard === true ? `${scheme}://${match[2] ?? ''}` : 'null';
      }
      return URL.canParse(url) ? new URL(url).origin : 'null';
    },
  };
}

/**
 * Why a request to an app's scheme may not reach its handler, or null. Chromium says in `Sec-Fetch-*` what a
 * request is for; each privilege that is missing closes its use, as in Electron.
 */
export function refusalFor(
  schemes: Schemes,
  scheme: string,
  header: (name: string) => string | undefined,
): string | null {
  const destination = header('sec-fetch-dest') ?? '';
  const site = header('sec-fetch-site') ?? 'none';
  const lacks = (privilege: Privilege): boolean => !schemes.has(scheme, privilege);
  if (site === 'same-origin' && lacks('standard')) return `${scheme}: is not standard`;
  if (destination === 'empty' && lacks('supportFetchAPI')) return `${scheme}: does not support the fetch API`;
  if (['audio', 'video', 'track'].includes(destination) && lacks('stream')) return `${scheme}: is no stream`;
  if (header('service-worker') !== undefined && lacks('allowServiceWorkers')) {
    return `${scheme}: does not allow service workers`;
  }
  if (header('sec-fetch-mode') === 'cors' && site === 'cross-site' && lacks('corsEnabled')) {
    return `${scheme}: is not CORS enabled`;
  }
  return null;
}
