import { SvelteSet } from 'svelte/reactivity';
import { FerryError } from '#contract/errors';
import type {
  InspectAnswer,
  InspectedPage,
  InspectQuestion,
  NodeDetails,
  WxmlNode,
} from '#contract/panel-inspect';
import type { PanelEvent } from '#contract/panel';
import type { SourcePlace } from '#contract/panel-source';
import type { ValueView } from '#contract/value-view';
import type { PanelCaller } from '../../lib/bridge.ts';
import { recall } from '../../lib/remembered.ts';
import { changedPaths } from '../values/value-views.ts';
import { createSheetPlaces } from './sheet-places.ts';
import { TreeSearch } from './tree-search.svelte.ts';

export const PAGE_VIEWS = ['wxml', 'data', 'storage'] as const;

export type PageView = (typeof PAGE_VIEWS)[number];

/** Under which the view that is shown is remembered. */
export const VIEW_KEY = 'ferry.page.view';

type Path = readonly (string | number)[];

const NOTHING: ReadonlySet<string> = new SvelteSet<string>();

/** How long a value that has changed stays lit. */
const LIT_MS = 1200;

/**
 * The running page as the panel shows it: asked from main, and again whenever the page tells of changes. One round of
 * questions runs at a time; what changes meanwhile makes one more.
 */
export class PageInspector {
  view = $state<PageView>(PAGE_VIEWS.find((one) => one === recall(VIEW_KEY)) ?? 'wxml');
  pages = $state.raw<readonly InspectedPage[]>([]);
  /** The page that is shown; null for the one on top, whichever that is. */
  chosenPage = $state<number | null>(null);
  tree = $state.raw<WxmlNode | null>(null);
  /** Keys of open nodes. */
  readonly open = new SvelteSet<string>();
  selected = $state<string | null>(null);
  details = $state.raw<NodeDetails | null>(null);
  /** Of the page, or of the component chosen in the tree of components. */
  data = $state.raw<ValueView | null>(null);
  /** The component whose data is shown; null for the page itself. */
  dataNode = $state.raw<{ readonly id: number; readonly name: string } | null>(null);
  changed = $state.raw<ReadonlySet<string>>(NOTHING);
  isPicking = $state(false);
  /** Where the rules of the chosen node stand in the source; null where that is not known. */
  rulePlaces = $state.raw<readonly (SourcePlace | null)[]>([]);
  /** Whether all computed styles are shown; null of them until they are there. */
  hasAllStyles = $state(false);
  allStyles = $state.raw<NodeDetails['computed'] | null>(null);
  /** Changes of data that can be taken back. */
  undoCount = $state(0);
  /** Why the page could not be asked; null when it could. */
  problem = $state<string | null>(null);
  /** What the last change was refused with; null when it was done. */
  complaint = $state<string | null>(null);
  readonly search: TreeSearch;
  isLoaded = $state(false);
  readonly page = $derived(
    this.pages.find(({ nodeId }) => nodeId === this.chosenPage) ??
      this.pages.find(({ isTop }) => isTop) ??
      null,
  );

  readonly #caller: PanelCaller;
  readonly #revealed: (key: string) => void;
  readonly #places: ReturnType<typeof createSheetPlaces>;
  #isAsking = false;
  #isStale = false;
  #isMounted = false;
  #litTimer: ReturnType<typeof setTimeout> | undefined;
  #dataOf = 0;

  /** @param revealed hears which node of the tree is to be brought into sight */
  constructor(caller: PanelCaller, revealed: (key: string) => void) {
    this.#caller = caller;
    this.#revealed = revealed;
    this.#places = createSheetPlaces(async (file) => {
      const source = await caller.call('panel:source', { file }).catch(() => null);
      return source?.text ?? null;
    });
    this.search = new TreeSearch({
      find: async (words) => {
        const { page } = this;
        const answer = page && (await this.#ask({ ask: 'search', nodeId: page.nodeId, words }));
        return answer && 'ids' in answer && 'count' in answer ? answer : { ids: [], count: 0 };
      },
      show: (id) => void this.#show(id),
    });
  }

  /** Follows the page until its end is called. */
  start(): () => void {
    this.#isMounted = true;
    const off = this.#caller.listen((event) => {
      this.#hear(event);
    });
    void this.#ask({ ask: 'watch', isOn: true });
    void this.refresh();
    return () => {
      this.#isMounted = false;
      off();
      clearTimeout(this.#litTimer);
      void this.#ask({ ask: 'watch', isOn: false });
      void this.#ask({ ask: 'highlight', nodeId: 0 });
      if (this.isPicking) void this.#pick(false);
    };
  }

  async refresh(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    try {
      do {
        this.#isStale = false;
        await this.#load();
      } while (this.#isDue());
    } finally {
      this.#isAsking = false;
    }
  }

  #isDue(): boolean {
    return this.#isStale && this.#isMounted && this.problem === null;
  }

  /** Tries again after a problem, as when the page was stuck. */
  async retry(): Promise<void> {
    this.problem = null;
    await this.#ask({ ask: 'watch', isOn: true });
    await this.refresh();
  }

  choosePage(nodeId: number | null): void {
    this.chosenPage = nodeId;
    this.dataNode = null;
    void this.refresh();
    void this.search.run();
  }

  select(id: number): void {
    this.selected = String(id);
    this.allStyles = null;
    this.#places.forget();
    void this.#ask({ ask: 'select', nodeId: id });
    void this.#loadDetails();
  }

  highlight(id: number | null): void {
    void this.#ask({ ask: 'highlight', nodeId: id ?? 0 });
  }

  togglePicker(): void {
    void this.#pick(!this.isPicking);
  }

  async #pick(isOn: boolean): Promise<void> {
    this.isPicking = isOn;
    // Where what is picked will be shown.
    if (isOn) this.view = 'wxml';
    const answer = await this.#ask({ ask: 'pick', isOn });
    // A page that is stuck or gone lets nobody point at it.
    if (!answer) this.isPicking = false;
  }

  /** Shows all computed styles of the chosen node, or those that the project sets. */
  showAllStyles(isOn: boolean): void {
    this.hasAllStyles = isOn;
    void this.#loadAllStyles();
  }

  /** Shows the data of a component beside that of its page. */
  showData(id: number, name: string): void {
    this.dataNode = { id, name };
    this.view = 'data';
    void this.refresh();
  }

  showPageData(): void {
    this.dataNode = null;
    void this.refresh();
  }

  async setData(nodeId: number, path: Path, value: unknown): Promise<void> {
    await this.#change({ ask: 'set-data', nodeId, path, json: JSON.stringify(value) });
  }

  async removeData(nodeId: number, path: Path): Promise<void> {
    await this.#change({ ask: 'remove-data', nodeId, path });
  }

  async undoData(): Promise<void> {
    await this.#change({ ask: 'undo-data' });
  }

  async setText(nodeId: number, text: string): Promise<void> {
    await this.#change({ ask: 'set-text', nodeId, text });
  }

  async setStyle(nodeId: number, style: string): Promise<void> {
    await this.#change({ ask: 'set-style', nodeId, style });
  }

  async setClass(nodeId: number, className: string): Promise<void> {
    await this.#change({ ask: 'set-class', nodeId, className });
  }

  /** Calls a method of a component. Resolves to what it gave, or to null when it threw, which is told. */
  async callMethod(nodeId: number, name: string, json: string): Promise<ValueView | null> {
    const answer = await this.#change({ ask: 'call-method', nodeId, name, json });
    return answer && 'value' in answer ? answer.value : null;
  }

  async #change(question: InspectQuestion): Promise<InspectAnswer | null> {
    this.complaint = null;
    const answer = await this.#ask(question);
    if (answer && 'undoCount' in answer) this.undoCount = answer.undoCount;
    await this.refresh();
    return answer;
  }

  /** Another run has other nodes. */
  #forget(): void {
    this.open.clear();
    this.tree = null;
    this.selected = null;
    this.details = null;
    this.chosenPage = null;
    this.dataNode = null;
    this.undoCount = 0;
    this.#places.forget();
  }

  #hear(event: PanelEvent): void {
    if (event.kind === 'page' || event.kind === 'project') {
      // A program that starts anew knows nothing of who watched the last one.
      this.problem = null;
      this.complaint = null;
      void this.#ask({ ask: 'watch', isOn: true });
      if (event.kind === 'project' || (event.page.loading && event.page.routes.length === 0)) this.#forget();
      if (event.kind === 'project') this.isPicking = false;
      else if (this.isPicking) void this.#pick(true);
      void this.refresh();
      return;
    }
    if (event.kind !== 'inspect') return;
    const { news } = event;
    if (news.what === 'changed') void this.refresh();
    else {
      this.isPicking = false;
      if (news.what === 'picked') void this.#show(news.nodeId);
    }
  }

  /** Opens the way to a node and selects it. */
  async #show(nodeId: number): Promise<void> {
    const answer = await this.#ask({ ask: 'way', nodeId });
    if (!answer || !('ids' in answer)) return;
    const [pageId] = answer.ids;
    if (pageId !== undefined && pageId !== this.page?.nodeId) this.chosenPage = pageId;
    this.view = 'wxml';
    for (const id of answer.ids.slice(0, -1)) this.open.add(String(id));
    await this.refresh();
    this.select(nodeId);
    this.#revealed(String(nodeId));
  }

  async #load(): Promise<void> {
    const answer = await this.#ask({ ask: 'pages' });
    if (!answer || !('pages' in answer)) return;
    this.pages = answer.pages;
    this.isLoaded = true;
    const { page } = this;
    if (!page) {
      this.tree = null;
      this.data = null;
      return;
    }
    if (this.view === 'wxml') await this.#loadTree(page);
    else if (this.view === 'data') await this.#loadData(this.dataNode?.id ?? page.nodeId);
  }

  async #loadTree(page: InspectedPage): Promise<void> {
    if (this.tree?.id !== page.nodeId) this.open.add(String(page.nodeId));
    const open = [...this.open].map(Number);
    const answer = await this.#ask({ ask: 'tree', nodeId: page.nodeId, open });
    if (answer && 'root' in answer) {
      const isFirst = this.tree?.id !== page.nodeId;
      this.tree = answer.root;
      // A page with one shadow root and nothing else opens it by itself.
      const [only] = answer.root?.children ?? [];
      if (isFirst && only && !this.open.has(String(only.id))) {
        this.open.add(String(only.id));
        this.#isStale = true;
      }
    }
    await this.#loadDetails();
  }

  async #loadDetails(): Promise<void> {
    const id = Number(this.selected ?? 0);
    if (id === 0) {
      this.details = null;
      return;
    }
    const answer = await this.#ask({ ask: 'details', nodeId: id });
    if (!answer || !('details' in answer) || this.selected !== String(id)) return;
    const { details } = answer;
    this.details = details;
    if (details === null) {
      this.selected = null;
      return;
    }
    await this.#loadAllStyles();
    const places = await this.#places.of(details.rules);
    if (this.details === details) this.rulePlaces = places;
  }

  async #loadAllStyles(): Promise<void> {
    const id = this.details?.id;
    if (!this.hasAllStyles || id === undefined) return;
    const answer = await this.#ask({ ask: 'computed', nodeId: id });
    if (answer && 'computed' in answer && this.details?.id === id) this.allStyles = answer.computed;
  }

  async #loadData(nodeId: number): Promise<void> {
    const answer = await this.#ask({ ask: 'data', nodeId });
    if (!answer || !('data' in answer)) return;
    if (answer.data === null && this.dataNode !== null) {
      this.dataNode = null;
      this.#isStale = true;
      return;
    }
    if (this.#dataOf === nodeId && answer.data) this.#light(changedPaths(this.data, answer.data));
    this.#dataOf = nodeId;
    this.data = answer.data;
  }

  #light(paths: ReadonlySet<string>): void {
    if (paths.size === 0) return;
    this.changed = paths;
    clearTimeout(this.#litTimer);
    this.#litTimer = setTimeout(() => (this.changed = NOTHING), LIT_MS);
  }

  async #ask(question: InspectQuestion): Promise<InspectAnswer | null> {
    if (this.problem !== null && question.ask !== 'watch') return null;
    try {
      return await this.#caller.call('panel:inspect', question);
    } catch (error) {
      const { code, message } = FerryError.from(error);
      // A mark that cannot be drawn is nothing to tell of.
      if (['highlight', 'watch', 'select', 'pick'].includes(question.ask)) return null;
      if (code === 'page.gone') this.problem = message;
      else this.complaint = message;
      return null;
    }
  }
}
