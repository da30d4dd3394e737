import { untrack } from 'svelte';
import type { SourcePlace } from '#contract/panel-source';
import { recall, remember } from '../../lib/remembered.ts';

export const PANEL_TABS = ['transfers', 'files', 'console', 'page', 'rules', 'device'] as const;

export type PanelTab = (typeof PANEL_TABS)[number];

/** The live files; uses of paths after their files had died; what a restart has shown. */
export const FILES_VIEWS = ['files', 'dead-paths', 'drill'] as const;

export type FilesView = (typeof FILES_VIEWS)[number];

const TAB_KEY = 'ferry.tab';

function lastTab(): PanelTab {
  const kept = recall(TAB_KEY);
  return PANEL_TABS.find((tab) => tab === kept) ?? 'transfers';
}

/** Where the developer is in the panel. Features link to one another through it, never by import. */
export class Navigation {
  #tab = $state<PanelTab>(lastTab());
  /** The transfer whose details are open. */
  exchangeId = $state<string | null>(null);
  /** The file whose details are open, by its virtual path. */
  filePath = $state<string | null>(null);
  /** The place in the project's source that is shown. */
  source = $state.raw<SourcePlace | null>(null);
  /** What the files tab shows. */
  filesView = $state<FilesView>('files');
  /** The file that an upload is to be made with, until the editor of requests has taken it. */
  uploadDraftPath = $state<string | null>(null);
  isDrillOpen = $state(false);
  isAboutOpen = $state(false);
  isClearDataOpen = $state(false);
  isPaletteOpen = $state(false);
  /** A filter that the list of transfers is to take on; the list sets it back to null. */
  wantedFilter = $state<string | null>(null);
  /** Real path of a HAR or bundle that was dropped on the window, until it is read. */
  droppedArchive = $state<string | null>(null);
  /** The figures of a link of one's own are to be typed, until the device tab has them open. */
  isCustomLinkWanted = $state(false);
  isShortcutsOpen = $state(false);
  /** Open overlays that may lie over the phone; the native view hides while there are any. */
  #overlays = $state(0);

  /** The tab that is shown; remembered. */
  get tab(): PanelTab {
    return this.#tab;
  }

  set tab(tab: PanelTab) {
    this.#tab = tab;
    remember(TAB_KEY, tab);
  }

  get isPhoneCovered(): boolean {
    return this.#overlays > 0;
  }

  /** Told by each menu over the phone when it opens or closes. */
  coverPhone(isCovered: boolean): void {
    // Told in effects, which do not ask to be told of other menus.
    const open = untrack(() => this.#overlays);
    this.#overlays = Math.max(0, open + (isCovered ? 1 : -1));
  }

  showExchange(id: string): void {
    this.tab = 'transfers';
    this.exchangeId = id;
  }

  showFile(path: string): void {
    this.tab = 'files';
    this.filesView = 'files';
    this.filePath = path;
  }

  showFiles(view: FilesView): void {
    this.tab = 'files';
    this.filesView = view;
  }

  useInUpload(path: string): void {
    this.uploadDraftPath = path;
  }

  /** Closes what belongs to a project that is no longer open. */
  reset(): void {
    this.exchangeId = null;
    this.filePath = null;
    this.filesView = 'files';
    this.uploadDraftPath = null;
    this.isDrillOpen = false;
    this.source = null;
    this.isClearDataOpen = false;
  }
}
