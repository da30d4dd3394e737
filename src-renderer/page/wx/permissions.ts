import { FerryError } from '#contract/errors';
import { SCOPES, type AuthSetting, type Scope } from '#contract/permissions';
import type { Overlays } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { textOf } from './parameters.ts';

/** What needs the person's leave asks here first. */
export interface Permissions {
  /**
   * Resolves when the mini-program may use the scope; the person is asked the first time, by an overlay.
   *
   * @throws FerryError `permission.denied` when the answer was or is no, `permission.cancelled` when there was none
   */
  ask(scope: Scope): Promise<void>;
}

/** @param overlays where the question is put */
export function createPermissions(
  kit: Pick<ApiKit, 'call'>,
  overlays: Pick<Overlays, 'permissionQuestion'>,
): Permissions {
  /** A second use of a scope waits for the answer to the first one's question. */
  const asking = new Map<Scope, Promise<void>>();

  async function ask(scope: Scope): Promise<void> {
    const state = await kit.call('wx:permission', { scope });
    if (state === 'allowed') return;
    if (state === 'denied') throw denied(scope);
    const isAllowed = await overlays.permissionQuestion.show(scope);
    if (isAllowed === null) throw new FerryError('permission.cancelled', `${scope} was not answered.`);
    await kit.call('wx:set-permission', { scope, isAllowed });
    if (!isAllowed) throw denied(scope);
  }

  return {
    ask(scope) {
      const asked = asking.get(scope);
      if (asked !== undefined) return asked;
      const answer = ask(scope).finally(() => asking.delete(scope));
      asking.set(scope, answer);
      return answer;
    },
  };
}

function denied(scope: Scope): FerryError {
  return new FerryError('permission.denied', `${scope} is not allowed.`);
}

/**
 * `authorize`, `getSetting`, `openSetting` (WeChat's documentation of authorization). Ferry has no subscription
 * messages, so there is never a `subscriptionsSetting`.
 *
 * @param hasTapped whether the person has just tapped: without that, `openSetting` opens nothing from 2.3.0 on
 */
export function createPermissionFunctions(
  kit: ApiKit,
  permissions: Permissions,
  overlays: Pick<Overlays, 'permissionSettings'>,
  hasTapped: () => boolean,
): WxFunctions {
  const setting = async (): Promise<AuthSetting> => ({ ...(await kit.call('wx:auth-setting', {})) });
  return {
    authorize: kit.asynchronous('authorize', { scope: 'String' }, async (options) => {
      const wanted = textOf(options, 'scope');
      const scope = SCOPES.find((known) => known === wanted);
      if (scope === undefined) throw new Refusal(`scope ${wanted} is not supported in Ferry yet`, 100);
      await permissions.ask(scope);
      return {};
    }),
    getSetting: kit.asynchronous('getSetting', {}, async () => ({ authSetting: await setting() })),
    openSetting: kit.asynchronous('openSetting', {}, async () => {
      if (kit.library.has('tapBeforeSettings') && !hasTapped()) {
        throw new Refusal('can only be invoked by user TAP gesture.');
      }
      await overlays.permissionSettings.show(await setting(), async (scope, isAllowed) => {
        await kit.call('wx:set-permission', { scope, isAllowed });
      });
      return { authSetting: await setting() };
    }),
  };
}
