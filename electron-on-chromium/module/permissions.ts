import type { DevtoolsSession } from '../devtools-pipe.ts';

export type PermissionCheckHandler = NonNullable<
  Parameters<Electron.Session['setPermissionCheckHandler']>[0]
>;
export type PermissionRequestHandler = NonNullable<
  Parameters<Electron.Session['setPermissionRequestHandler']>[0]
>;

/** Electron's permission names and what Chromium's protocol calls them. */
const PERMISSIONS = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['display-capture', 'display-capture'],
  ['idle-detection', 'idle-detection'],
  ['storage-access', 'storage-access'],
  ['window-management', 'window-management'],
] as const;

/**
 * Asks the handlers about every permission and settles it for the partition. Electron asks when a page does;
 * Chromium wants to know beforehand, so each handler is asked once, without a page, when it is set. A
 * permission is granted when every handler that is set grants it; what a handler throws is a refusal.
 */
export async function applyPermissions(
  root: DevtoolsSession,
  browserContextId: string | undefined,
  check: PermissionCheckHandler | null,
  request: PermissionRequestHandler | null,
): Promise<void> {
  const context = browserContextId === undefined ? {} : { browserContextId };
  if (!check && !request) {
    await root.send('Browser.resetPermissions', context);
    return;
  }
  const settle = async (name: PermissionName, setting: 'granted' | 'denied'): Promise<void> => {
    // A permission this browser does not know is refused by it anyway.
    await root
      .send('Browser.setPermission', { permission: { name }, setting, ...context })
      .catch(() => undefined);
  };
  await Promise.all(
    PERMISSIONS.map(async ([permission, name]) => {
      const mayHave = !check || checkGrants(check, permission);
      if (!mayHave || !request) return settle(name, mayHave ? 'granted' : 'denied');
      // Nobody waits for an answer that may never come: until then it is a refusal.
      const refused = settle(name, 'denied');
      void requestGrants(request, permission).then((granted) =>
        granted ? settle(name, 'granted') : undefined,
      );
      await refused;
    }),
  );
}

type Permission = (typeof PERMISSIONS)[number][0];
type PermissionName = (typeof PERMISSIONS)[number][1];

function checkGrants(check: PermissionCheckHandler, permission: Permission): boolean {
  try {
    return check(null, permission, '', { isMainFrame: true });
  } catch {
    return false;
  }
}

function requestGrants(request: PermissionRequestHandler, permission: Permission): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const details = { isMainFrame: true, requestingUrl: '' };
      // No page asks at this time; a handler that must look at one throws, and thereby refuses.
      const nobody = null as unknown as Electron.WebContents;
      request(nobody, permission, resolve, details);
    } catch {
      resolve(false);
    }
  });
}
