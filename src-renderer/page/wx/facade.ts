import type { PageHost } from '../host.ts';
import type { Overlays } from '../overlays/index.ts';
import type { WxFunctions } from './api-kit.ts';
import { createApiKit } from './api-kit.ts';
import type { BodyCarrier } from './bodies.ts';
import { canIUse } from './can-i-use.ts';
import type { Defer } from './defer.ts';
import { createDownloadFile } from './download-file.ts';
import { createFileFunctions } from './files.ts';
import { createImageFunctions } from './images.ts';
import { createInteractionFunctions } from './interaction.ts';
import { createLanguageFunctions } from './language.ts';
import { createNavigationFunctions } from './navigation.ts';
import { createRequest } from './request.ts';
import { createStorageFunctions } from './storage.ts';
import { createSystemFunctions } from './system.ts';
import { createTransferTasks } from './transfer-tasks.ts';
import { createUnsupported } from './unsupported.ts';
import { createUploadFile } from './upload-file.ts';
import type { VoiceElement } from './voice.ts';
import { createVoiceFunctions } from './voice.ts';

/** What the facade needs besides the host: everything that touches the DOM is handed in. */
export interface FacadeParts {
  readonly defer: Defer;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly overlays: Overlays;
  readonly voice: VoiceElement;
  readonly bodies: BodyCarrier;
  /** Attributes by tag of the built-in components that really work, for `wx.canIUse`. */
  readonly components: Readonly<Record<string, readonly string[]>>;
}

/**
 * `wx` as a mini-program sees it. Any name exists: one that Ferry does not have fails with
 * `<api>:fail not supported in Ferry yet` and is counted.
 */
export function createFacade(host: PageHost, parts: FacadeParts): Record<string, unknown> {
  const kit = createApiKit(host, parts.defer);
  const tasks = createTransferTasks(host, parts.defer, parts.now);
  const unsupported = createUnsupported(host, parts.defer);
  const functions: WxFunctions = {
    ...createUploadFile(kit, tasks, parts.bodies),
    ...createDownloadFile(kit, tasks),
    ...createRequest(kit, tasks, parts.bodies),
    ...createFileFunctions(kit),
    ...createImageFunctions(kit, parts.overlays),
    ...createVoiceFunctions(kit, parts.voice),
    ...createStorageFunctions(kit),
    ...createInteractionFunctions(kit, parts.overlays),
    ...createSystemFunctions(kit),
    ...createNavigationFunctions(kit),
    ...createLanguageFunctions(kit),
  };
  const names = new Set([...Object.keys(functions), 'canIUse', 'env']);
  const wx: Record<string, unknown> = {
    ...functions,
    canIUse: (schema: unknown) =>
      canIUse(schema, {
        hasApi: (name) => names.has(name),
        hasComponent: (tag) => Object.hasOwn(parts.components, tag),
        hasAttribute: (tag, attribute) => parts.components[tag]?.includes(attribute) ?? false,
      }),
    env: {
      USER_DATA_PATH: host.boot.userDataPath,
      ...(host.boot.labOrigin === null ? {} : { FERRY_LAB: host.boot.labOrigin }),
    },
  };
  return new Proxy(wx, {
    get: (target, name, receiver) =>
      name in target ? (Reflect.get(target, name, receiver) as unknown) : unsupported.member(name),
  });
}
