import type { PageHost } from '../host.ts';
import type { PageMedia } from '../media/page-media.ts';
import type { Overlays } from '../overlays/index.ts';
import type { WxFunctions } from './api-kit.ts';
import { createApiKit } from './api-kit.ts';
import { createAppErrorFunctions } from './app-errors.ts';
import { createAppEventFunctions } from './app-events.ts';
import type { AudioParts } from './audio/element.ts';
import { createAudioContextFunctions } from './audio-context.ts';
import { createAudioFunctions } from './audio/index.ts';
import type { BodyCarrier } from './bodies.ts';
import { createCanIUse } from './can-i-use.ts';
import { createClipboardFunctions } from './clipboard.ts';
import { createCloud } from './cloud/index.ts';
import type { Defer } from './defer.ts';
import { createFontFunctions } from './canvas-fonts.ts';
import { createCanvasFunctions } from './canvas.ts';
import { createScreenFunctions } from './device-screen.ts';
import { createDownloadFile } from './download-file.ts';
import { createFileFunctions } from './files.ts';
import { createImageFunctions } from './images.ts';
import { createImportTemp } from './import-temp.ts';
import { createInteractionFunctions } from './interaction.ts';
import { createLanguageFunctions } from './language.ts';
import { createLibrary } from './library.ts';
import { createMiniProgramFunctions } from './mini-program.ts';
import { createNavigationFunctions } from './navigation.ts';
import { createPageWindowFunctions } from './page-window.ts';
import { createPermissionFunctions, createPermissions } from './permissions.ts';
import { createPickerFunctions } from './pickers.ts';
import { createPreviewFunctions } from './previews.ts';
import { createQueryFunctions } from './queries.ts';
import { createRequest } from './request.ts';
import { createMockedFunctions } from './services/mocked.ts';
import { createServiceFunctions } from './services/index.ts';
import { createNotices } from './services/notices.ts';
import { createSocketFunctions } from './socket/index.ts';
import { createStandInFunctions } from './stand-ins/index.ts';
import { createWorklet } from './stand-ins/worklet.ts';
import { createStorageFunctions } from './storage.ts';
import { createSystemFunctions } from './system.ts';
import { createTabBarFunctions } from './tab-bar.ts';
import { createToComputerFunctions } from './to-computer.ts';
import type { TaskClock } from './transfer-tasks.ts';
import { createTransferTasks } from './transfer-tasks.ts';
import { createUnsupported } from './unsupported.ts';
import { createUploadFile } from './upload-file.ts';
import { createVideoContextFunctions } from './video-context.ts';
import { createVideoFunctions } from './videos.ts';

/** What the facade needs besides the host: everything that touches the DOM is handed in. */
export interface FacadeParts {
  readonly defer: Defer;
  readonly clock: TaskClock;
  readonly overlays: Overlays;
  readonly audio: AudioParts;
  readonly bodies: BodyCarrier;
  readonly media: PageMedia;
  /** Whether the person has just tapped something: some of WeChat's pages open by themselves for nobody. */
  readonly hasTapped: () => boolean;
  /** Attributes by tag of the built-in components that really work, for `wx.canIUse`. */
  readonly components: Readonly<Record<string, readonly string[]>>;
}

/**
 * `wx` as a mini-program sees it, at the version of its base library. Any name exists that the library has, or that
 * nobody dates: one that Ferry does not have fails with `<api>:fail not supported in Ferry yet` and is counted.
 */
export function createFacade(host: PageHost, parts: FacadeParts): Record<string, unknown> {
  const library = createLibrary(host.boot.device.SDKVersion);
  const kit = createApiKit(host, parts.defer, library);
  const tasks = createTransferTasks(host, parts.defer, parts.clock, library);
  const unsupported = createUnsupported(host, parts.defer, library);
  const permissions = createPermissions(kit, parts.overlays);
  const importTemp = createImportTemp(kit, parts.bodies);
  const notices = createNotices(host);
  const functions: WxFunctions = {
    // First: what others have too is theirs.
    ...createServiceFunctions(kit, notices, parts.overlays),
    ...createSocketFunctions(kit, () => parts.clock.originEpochMs + parts.clock.now()),
    ...createClipboardFunctions(kit, parts.overlays),
    ...createAppErrorFunctions(kit),
    ...createUploadFile(kit, tasks, parts.bodies),
    ...createDownloadFile(kit, tasks),
    ...createRequest(kit, tasks, parts.bodies),
    ...createFileFunctions(kit, parts.bodies),
    ...createPickerFunctions(kit, parts.overlays, parts.media, importTemp),
    ...createImageFunctions(kit, parts.overlays, parts.media, importTemp),
    ...createVideoFunctions(kit, parts.media, importTemp),
    ...createPreviewFunctions(kit, parts.overlays),
    ...createToComputerFunctions(kit, permissions),
    ...createPermissionFunctions(kit, permissions, parts.overlays, parts.hasTapped),
    ...createAudioFunctions(kit, parts.audio, { permissions, bodies: parts.bodies }),
    ...createStorageFunctions(kit),
    ...createInteractionFunctions(kit, parts.overlays),
    ...createSystemFunctions(kit),
    ...createAppEventFunctions(kit),
    ...createNavigationFunctions(kit, parts.overlays),
    ...createPageWindowFunctions(kit),
    ...createTabBarFunctions(kit),
    ...createScreenFunctions(kit),
    ...createMiniProgramFunctions(kit),
    ...createLanguageFunctions(kit),
    ...createQueryFunctions(kit),
    ...createCanvasFunctions(kit, importTemp),
    ...createFontFunctions(kit),
    ...createVideoContextFunctions(kit),
    ...createAudioContextFunctions(kit),
    ...createStandInFunctions(kit, importTemp),
  };
  const members: Readonly<Record<string, unknown>> = {
    ...functions,
    ...createMockedFunctions(kit, notices),
    cloud: createCloud(
      kit,
      notices,
      tasks,
      (name) => (unsupported.member('cloud') as Readonly<Record<string, unknown>>)[name],
    ),
    canIUse: (schema: unknown) => canIUse(schema),
    worklet: createWorklet(host),
    env:
      library.returned('env', {
        USER_DATA_PATH: host.boot.userDataPath,
        ...(host.boot.labOrigin === null ? {} : { FERRY_LAB: host.boot.labOrigin }),
      }) ?? {},
  };
  const apis = new Set(Object.keys(members).filter((name) => library.hasApi(name)));
  const canIUse = createCanIUse({
    apis,
    schema: library.schema,
    hasComponent: (tag) => Object.hasOwn(parts.components, tag),
    hasAttribute: (tag, attribute) => parts.components[tag]?.includes(attribute) ?? false,
  });
  const wx = Object.fromEntries(Object.entries(members).filter(([name]) => apis.has(name)));
  return new Proxy(wx, {
    get: (target, name, receiver) =>
      name in target ? (Reflect.get(target, name, receiver) as unknown) : unsupported.member(name),
  });
}
