export const PANEL_TABS = ['transfers', 'files', 'console', 'page', 'rules', 'device'] as const;

export type PanelTab = (typeof PANEL_TABS)[number];

/** Where the developer is in the panel. Features link to one another through it, never by import. */
export class Navigation {
  tab = $state<PanelTab>('transfers');
  /** The transfer whose details are open. */
  exchangeId = $state<string | null>(null);
  /** The file whose details are open, by its virtual path. */
  filePath = $state<string | null>(null);
  isAboutOpen = $state(false);
  isClearDataOpen = $state(false);
  /** Open overlays that may lie over the phone; the native view hides while there are any. */
  #overlays = $state(0);

  get isPhoneCovered(): boolean {
    return this.#overlays > 0;
  }

  /** Told by each menu over the phone when it opens or closes. */
  coverPhone(isCovered: boolean): void {
    this.#overlays = Math.max(0, this.#overlays + (isCovered ? 1 : -1));
  }

  showExchange(id: string): void {
    this.tab = 'transfers';
    this.exchangeId = id;
  }

  showFile(path: string): void {
    this.tab = 'files';
    this.filePath = path;
  }

  /** Closes what belongs to a project that is no longer open. */
  reset(): void {
    this.exchangeId = null;
    this.filePath = null;
    this.isClearDataOpen = false;
  }
}
