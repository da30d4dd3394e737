import { tick } from 'svelte';

/** Height of a line; the token `--row-height`. */
export const ROW_HEIGHT_PX = 28;
/** Lines drawn beyond what is in sight, either way. */
const BEYOND = 8;
/** Closer to the end than this counts as the end: a fraction of a line. */
const END_SLACK_PX = 12;

/** Which lines of a long list of equal heights are in sight, and where it is scrolled. */
export class ScrollWindow {
  topPx = $state(0);
  heightPx = $state(0);
  /** Width the scrollbar takes: a head above leaves it free, so that its columns stand over theirs. */
  scrollbarPx = $state(0);
  /** Whether the end is in sight. */
  isAtEnd = $state(true);
  readonly #countOf: () => number;
  #node: HTMLDivElement | null = null;
  #follows = 0;

  /** First and last line in sight. */
  readonly first = $derived(Math.max(0, Math.floor(this.topPx / ROW_HEIGHT_PX)));
  readonly last = $derived.by(() => {
    const inSight = Math.ceil((this.topPx + this.heightPx) / ROW_HEIGHT_PX);
    return Math.min(Math.max(0, this.#countOf() - 1), inSight);
  });
  /** Lines that fit whole. */
  readonly fullLines = $derived(Math.floor(this.heightPx / ROW_HEIGHT_PX));
  /** Elements to draw them with: a line and the one this many below it are never there together. */
  readonly pool = $derived(Math.ceil(this.heightPx / ROW_HEIGHT_PX) + 1 + 2 * BEYOND);
  /** The lines that are drawn, from the top. */
  readonly lines = $derived.by(() => {
    const from = Math.max(0, this.first - BEYOND);
    const to = Math.min(this.#countOf(), from + this.pool);
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  });

  constructor(countOf: () => number) {
    this.#countOf = countOf;
  }

  readonly scrolled = (): void => {
    const node = this.#node;
    if (!node) return;
    this.topPx = node.scrollTop;
    // Known numbers: reading the height of what was just drawn would lay it out.
    this.isAtEnd = this.#countOf() * ROW_HEIGHT_PX - node.scrollTop - this.heightPx <= END_SLACK_PX;
  };

  /** Follows the size of the element that scrolls. Returns the end of it. */
  watch(node: HTMLDivElement, onwidth: (widthPx: number) => void): () => void {
    this.#node = node;
    const measure = (): void => {
      const wasAtEnd = this.isAtEnd;
      this.heightPx = node.clientHeight;
      this.scrollbarPx = node.offsetWidth - node.clientWidth;
      onwidth(node.clientWidth);
      if (wasAtEnd) void this.followEnd();
      else this.scrolled();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    measure();
    return () => {
      observer.disconnect();
      this.#node = null;
    };
  }

  /** Scrolls to the end where it was in sight. */
  async followEnd(): Promise<void> {
    if (!this.isAtEnd) return;
    this.#follows += 1;
    const follow = this.#follows;
    await tick();
    // Another turn may have come, or the person may have scrolled.
    if (follow === this.#follows) await this.toEnd();
  }

  async toTop(): Promise<void> {
    await tick();
    this.#scrollTo(0);
  }

  async toEnd(): Promise<void> {
    await tick();
    this.#node?.scrollTo({ top: this.#countOf() * ROW_HEIGHT_PX });
    this.scrolled();
  }

  /** Brings a line into sight with the least movement. */
  reveal(line: number): void {
    const top = line * ROW_HEIGHT_PX;
    if (top < this.topPx) this.#scrollTo(top);
    else if (top + ROW_HEIGHT_PX > this.topPx + this.heightPx)
      this.#scrollTo(top + ROW_HEIGHT_PX - this.heightPx);
  }

  /** Puts a line where the first one in sight stands. */
  scrollToLine(line: number): void {
    this.#scrollTo(line * ROW_HEIGHT_PX + (this.topPx % ROW_HEIGHT_PX));
  }

  #scrollTo(topPx: number): void {
    this.#node?.scrollTo({ top: Math.max(0, topPx) });
    this.scrolled();
  }
}
