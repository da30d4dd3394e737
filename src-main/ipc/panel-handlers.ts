import type { DataKind, DataSizes, DeviceState, Preferences, WindowCalls, ZoomStep } from '#contract/panel';
import type { Rect } from '#contract/wx';
import type { HandlersOf } from './serve.ts';
import type { PanelFeed } from './panel-feed.ts';

/** What the panel can ask for, as the composition root offers it. */
export interface PanelActions {
  pickFolder(): Promise<string | null>;
  openFolder(folder: string): Promise<void>;
  openSample(id: string): Promise<void>;
  closeProject(): Promise<void>;
  forgetRecent(folder: string): void;
  reload(): Promise<void>;
  clearConsole(): void;
  dataSizes(): DataSizes | null;
  clearData(kinds: readonly DataKind[]): Promise<void>;
  removeFile(path: string): Promise<void>;
  revealFile(path: string): Promise<void>;
  setPreferences(preferences: Preferences): void;
  setDevice(device: DeviceState): void;
  placeGuest(rect: Rect | null, zoom: number): void;
  focusGuest(): void;
  openDevTools(): void;
  zoom(step: ZoomStep): void;
}

export function createPanelHandlers(
  actions: PanelActions,
  feed: PanelFeed,
): HandlersOf<WindowCalls, 'panel'> {
  const done = (work: Promise<void>): Promise<null> => work.then(() => null);
  return {
    'panel:snapshot': () => feed.snapshot(),
    'panel:pick-folder': async () => ({ folder: await actions.pickFolder() }),
    'panel:open-folder': (_panel, { folder }) => done(actions.openFolder(folder)),
    'panel:open-sample': (_panel, { id }) => done(actions.openSample(id)),
    'panel:close-project': () => done(actions.closeProject()),
    'panel:forget-recent': (_panel, { folder }) => {
      actions.forgetRecent(folder);
      return null;
    },
    'panel:reload': () => done(actions.reload()),
    'panel:clear-console': () => {
      actions.clearConsole();
      return null;
    },
    'panel:data-sizes': () => actions.dataSizes(),
    'panel:clear-data': (_panel, { kinds }) => done(actions.clearData(kinds)),
    'panel:remove-file': (_panel, { path }) => done(actions.removeFile(path)),
    'panel:reveal-file': (_panel, { path }) => done(actions.revealFile(path)),
    'panel:set-preferences': (_panel, preferences) => {
      actions.setPreferences(preferences);
      return null;
    },
    'panel:set-device': (_panel, device) => {
      actions.setDevice(device);
      return null;
    },
    'panel:place-guest': (_panel, { rect, zoom }) => {
      actions.placeGuest(rect, zoom);
      return null;
    },
    'panel:focus-guest': () => {
      actions.focusGuest();
      return null;
    },
    'panel:open-devtools': () => {
      actions.openDevTools();
      return null;
    },
    'panel:zoom': (_panel, { step }) => {
      actions.zoom(step);
      return null;
    },
  };
}
