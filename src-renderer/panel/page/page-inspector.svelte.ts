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
import type { ValueView } from '#contract/value-view';
import type { PanelCaller } from '../../lib/bridge.ts';
import { changedPaths } from '../values/value-views.ts';

export const PAGE_VIEWS = ['wxml', 'data', 'storage'] as const;

export type PageView = (typeof PAGE_VIEWS)[number];

type Path = readonly (string | number)[];

const NOTHING: ReadonlySet<string> = new SvelteSet<string>();

/** How long a value that has changed stays lit. */
const LIT_MS = 1200;

/**
 * The running page as the panel shows it: asked from main, and again whenever the page tells of changes. One round of
 * questions runs at a time; what changes meanwhile makes one more.
 */
export class PageInspector {
  view = $state<PageView>('wxml');
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
  /** Why the page could not be asked; null when it could. */
  problem = $state<string | null>(null);
  isLoaded = $state(false);
  readonly page = $derived(
    this.pages.find(({ nodeId }) => nodeId === this.chosenPage) ??
      this.pages.find(({ isTop }) => isTop) ??
      null,
  );

  readonly #caller: PanelCaller;
  readonly #revealed: (key: string) => void;
  #isAsking = false;
  #isStale = false;
  #isMounted = false;
  #litTimer: ReturnType<typeof setTimeout> | undefined;
  #dataOf = 0;

  /** @param revealed hears which node of the tree is to be brought into sight */
  constructor(caller: PanelCaller, revealed: (key: string) => void) {
    this.#caller = caller;
    this.#revealed = revealed;
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
      if (this.isPicking) void this.#ask({ ask: 'pick', isOn: false });
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
  }

  select(id: number): void {
    this.selected = String(id);
    void this.#ask({ ask: 'select', nodeId: id });
    void this.#loadDetails();
  }

  highlight(id: number | null): void {
    void this.#ask({ ask: 'highlight', nodeId: id ?? 0 });
  }

  togglePicker(): void {
    this.isPicking = !this.isPicking;
    void this.#ask({ ask: 'pick', isOn: this.isPicking });
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
    await this.#ask({ ask: 'set-data', nodeId, path, json: JSON.stringify(value) });
    await this.refresh();
  }

  async setStyle(nodeId: number, style: string): Promise<void> {
    await this.#ask({ ask: 'set-style', nodeId, style });
    await this.#loadDetails();
  }

  async setClass(nodeId: number, className: string): Promise<void> {
    await this.#ask({ ask: 'set-class', nodeId, className });
    await this.#loadDetails();
  }

  #hear(event: PanelEvent): void {
    if (event.kind === 'page' || event.kind === 'project') {
      // A program that starts anew knows nothing of who watched the last one.
      this.problem = null;
      this.isPicking = false;
      void this.#ask({ ask: 'watch', isOn: true });
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
    if (answer && 'details' in answer && this.selected === String(id)) this.details = answer.details;
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
      // A mark that cannot be drawn is nothing to tell of.
      const isQuiet = ['highlight', 'watch', 'select', 'pick'].includes(question.ask);
      if (!isQuiet) this.problem = FerryError.from(error).message;
      return null;
    }
  }
}
