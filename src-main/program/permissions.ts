import { FerryError } from '#contract/errors';
import { SCOPES, type AuthSetting, type Permission, type Scope } from '#contract/permissions';

/** Where what people said is kept: the table of preferences. */
export interface PermissionStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/**
 * What each mini-program was allowed, by its key. The question is WeChat's and is put on the page, so the answer is
 * the page's word. The person's computer is guarded by something else: an album takes pictures and videos alone, into
 * a folder of Ferry's, and overwrites nothing.
 */
export interface Permissions {
  state(program: string, scope: Scope): Permission;
  set(program: string, scope: Scope, isAllowed: boolean): void;
  /** What was asked for so far. */
  settings(program: string): AuthSetting;
  /** @throws FerryError `permission.denied` unless the scope is allowed */
  require(program: string, scope: Scope): void;
}

/** Keeps the answers of people in a store. */
export function createPermissions(store: PermissionStore): Permissions {
  const keyOf = (program: string): string => `permissions:${program}`;
  const settings = (program: string): AuthSetting => settingFrom(store.get(keyOf(program)));
  const state = (program: string, scope: Scope): Permission => {
    const isAllowed = settings(program)[scope];
    if (isAllowed === undefined) return 'ask';
    return isAllowed ? 'allowed' : 'denied';
  };
  return {
    settings,
    state,
    set(program, scope, isAllowed) {
      store.set(keyOf(program), { ...settings(program), [scope]: isAllowed });
    },
    require(program, scope) {
      if (state(program, scope) !== 'allowed')
        throw new FerryError('permission.denied', `${scope} is not allowed.`);
    },
  };
}

/**
 * Answers by itself, where there is nobody to ask (`ferry run`): everything is allowed but what is named. A scope is
 * in the settings once it was needed, as if a person had answered. Nothing outlives the launch.
 */
export function createScriptedPermissions(denied: readonly Scope[]): Permissions {
  const kept = new Map<string, unknown>();
  const answers = createPermissions({
    get: (key) => kept.get(key),
    set: (key, value) => void kept.set(key, value),
  });
  return {
    ...answers,
    state(program, scope) {
      if (answers.state(program, scope) === 'ask') answers.set(program, scope, !denied.includes(scope));
      return answers.state(program, scope);
    },
  };
}

/** What the store holds, whoever wrote it. */
function settingFrom(kept: unknown): AuthSetting {
  if (typeof kept !== 'object' || kept === null) return {};
  const known = Object.entries(kept).filter(
    ([scope, isAllowed]) => SCOPES.some((one) => one === scope) && typeof isAllowed === 'boolean',
  );
  return Object.fromEntries(known);
}
