import { FerryError } from '#contract/errors';
import type { DataKind, DataSizes, DeviceState, PanelCalls, Preferences, ZoomStep } from '#contract/panel';
import type { PanelCaller } from '../../lib/bridge.ts';
import type { Texts } from '../texts/texts.ts';
import type { Notices } from './notices.svelte.ts';
import type { PanelStore } from './panel-store.svelte.ts';

/** What the panel can ask of main. Each resolves to whether it worked; a failure is said in a notice. */
export interface PanelActions {
  readonly pickFolder: () => Promise<boolean>;
  readonly openFolder: (folder: string) => Promise<boolean>;
  readonly openSample: (id: string) => Promise<boolean>;
  readonly closeProject: () => Promise<boolean>;
  readonly forgetRecent: (folder: string) => Promise<boolean>;
  readonly reload: () => Promise<boolean>;
  readonly clearExchanges: () => Promise<boolean>;
  /** Brings back what was cleared last, and says how much. */
  readonly undoClear: () => Promise<void>;
  readonly clearConsole: () => Promise<boolean>;
  /** How much the open program keeps; null when it cannot be told. */
  readonly dataSizes: () => Promise<DataSizes | null>;
  readonly clearData: (kinds: readonly DataKind[]) => Promise<boolean>;
  readonly removeFile: (path: string) => Promise<boolean>;
  readonly revealFile: (path: string) => Promise<boolean>;
  readonly setPreferences: (preferences: Preferences) => Promise<boolean>;
  /** Sets up the device of the open program. */
  readonly setDevice: (device: DeviceState) => Promise<boolean>;
  readonly openDevtools: () => Promise<boolean>;
  readonly zoom: (step: ZoomStep) => Promise<boolean>;
}

export interface PanelActionDeps {
  readonly caller: PanelCaller;
  readonly store: PanelStore;
  readonly notices: Notices;
  readonly texts: Texts;
}

export function createPanelActions({ caller, store, notices, texts }: PanelActionDeps): PanelActions {
  async function act<C extends keyof PanelCalls>(
    channel: C,
    request: Parameters<PanelCalls[C]>[0],
  ): Promise<boolean> {
    return (await ask(channel, request)) !== undefined;
  }

  /** What main answers; undefined when it failed, which has been said then. */
  async function ask<C extends keyof PanelCalls>(
    channel: C,
    request: Parameters<PanelCalls[C]>[0],
  ): Promise<ReturnType<PanelCalls[C]> | undefined> {
    try {
      return await caller.call(channel, request);
    } catch (thrown) {
      notices.add(texts.t('notice.failed', { message: FerryError.from(thrown).message }));
      return undefined;
    }
  }

  let clearNotice = 0;

  async function undoClear(): Promise<void> {
    notices.dismiss(clearNotice);
    const done = await ask('panel:undo-clear', {});
    if (!done) return;
    store.canUndoClear = false;
    notices.add(texts.t('list.restored', { count: done.restoredCount }), { mood: 'done' });
  }

  return {
    pickFolder: () => act('panel:pick-folder', {}),
    openFolder: (folder) => act('panel:open-folder', { folder }),
    openSample: (id) => act('panel:open-sample', { id }),
    closeProject: () => act('panel:close-project', {}),
    forgetRecent: (folder) => act('panel:forget-recent', { folder }),
    reload: () => act('panel:reload', {}),
    async clearExchanges() {
      const done = await ask('panel:clear-exchanges', {});
      if (!done) return false;
      store.canUndoClear = done.clearedCount > 0;
      const undo = { label: texts.t('list.undo'), run: () => void undoClear() };
      clearNotice = notices.add(texts.t('list.cleared', { count: done.clearedCount }), {
        mood: 'done',
        ...(store.canUndoClear ? { action: undo } : {}),
      });
      return true;
    },
    undoClear,
    async clearConsole() {
      const lastConsoleId = store.console.at(-1)?.id ?? 0;
      const lastExceptionId = store.exceptions.at(-1)?.id ?? 0;
      const isDone = await act('panel:clear-console', {});
      if (isDone) store.clearConsole(lastConsoleId, lastExceptionId);
      return isDone;
    },
    dataSizes: async () => (await ask('panel:data-sizes', {})) ?? null,
    clearData: (kinds) => act('panel:clear-data', { kinds }),
    removeFile: (path) => act('panel:remove-file', { path }),
    revealFile: (path) => act('panel:reveal-file', { path }),
    setPreferences: (preferences) => act('panel:set-preferences', preferences),
    setDevice: (device) => act('panel:set-device', device),
    openDevtools: () => act('panel:open-devtools', {}),
    zoom: (step) => act('panel:zoom', { step }),
  };
}
