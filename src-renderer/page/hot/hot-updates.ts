import type { HotUpdate } from '#contract/hot';
import { PAGE_PATHS } from '#contract/wx';
import type { ErrorOverlay } from '../errors/error-overlay.ts';
import type { Registry } from '../glass/registry.ts';
import type { Sheets } from '../glass/sheets.ts';
import type { Loader } from '../loader/loader.ts';
import { relativeUrl } from '../resource-url.ts';
import type { LiveRouter } from '../router/router.ts';
import { showAssetsAnew } from './assets.ts';
import { renderAnew } from './render-anew.ts';

/** Takes what was saved into the running program. */
export interface HotUpdates {
  /** Updates are taken one after the other. */
  apply(update: HotUpdate): Promise<void>;
}

interface HotUpdatesOptions {
  readonly sheets: Pick<Sheets, 'replace'>;
  readonly registry: Pick<Registry, 'restart' | 'updateTemplate'>;
  readonly loader: Pick<Loader, 'hasRun' | 'closureOf' | 'forgetAllBut'>;
  readonly router: Pick<LiveRouter, 'alive' | 'rebuild'>;
  readonly overlay: Pick<ErrorOverlay, 'showBuild' | 'clearThrown'>;
  readonly loadScript: (url: string) => Promise<void>;
  /** Asks for the whole program to start anew. */
  readonly restartProgram: () => void;
  readonly thrown: (error: unknown) => void;
}

/** The module whose state the app is. */
const APP = 'app.js';

export function createHotUpdates(options: HotUpdatesOptions): HotUpdates {
  const { sheets, registry, loader, router, overlay } = options;
  let last: Promise<void> = Promise.resolve();

  const applyNow = async (update: HotUpdate): Promise<void> => {
    overlay.showBuild(update.errors);
    for (const [unit, text] of Object.entries(update.styles)) sheets.replace(unit, text);
    if (update.script !== null) await options.loadScript(relativeUrl(PAGE_PATHS.build) + update.script);
    const ofApp = loader.closureOf(APP);
    if (update.modules.some((id) => ofApp.has(id))) {
      options.restartProgram();
      return;
    }
    if (update.units.length > 0 || loader.hasRun(update.modules)) {
      overlay.clearThrown();
      loader.forgetAllBut(ofApp);
      registry.restart(update.units);
      await router.rebuild();
    } else if (update.templates.length > 0) {
      for (const path of update.templates) registry.updateTemplate(path);
      overlay.clearThrown();
      renderAnew(router.alive(), new Set(update.templates));
    }
    if (update.assets.length > 0) showAssetsAnew(update.assets);
  };

  return {
    async apply(update) {
      last = last.then(async () => applyNow(update)).catch(options.thrown);
      return last;
    },
  };
}
