/**
 * What a mini-program has to ask the person for before it may use it (WeChat's documentation of authorization): the
 * scopes of what Ferry has.
 */
export const SCOPES = ['scope.writePhotosAlbum', 'scope.record', 'scope.camera'] as const;

export type Scope = (typeof SCOPES)[number];

/** WeChat's `AuthSetting`: what was asked for so far, and what was said. A scope never asked for is absent. */
export type AuthSetting = Readonly<Partial<Record<Scope, boolean>>>;

/** Where a scope stands when it is needed; `ask`: the person has not been asked yet, so the page does. */
export type Permission = 'allowed' | 'denied' | 'ask';

export interface PermissionCalls {
  'wx:permission': (request: { readonly scope: Scope }) => Permission;
  /** What the person said, to the question or with a switch of the settings. */
  'wx:set-permission': (request: { readonly scope: Scope; readonly isAllowed: boolean }) => null;
  'wx:auth-setting': (request: Record<string, never>) => AuthSetting;
}
