import { CurrentWindowBackendContext } from 'glass-easel';
import { fromPage, PAGE_VIEW_CLASS, pageOriginOf } from '../events/geometry.ts';
import type { ResourceUrl } from '../resource-url.ts';
import { pageStyle } from './inline-style.ts';

/**
 * glass-easel's DOM backend as Ferry uses it: every tag of a template becomes `<wx-TAG>`, so that none is ever a
 * real `<script>`, `<iframe>` or `<a>`; gestures come from Ferry's own recogniser; style sheets are added once.
 */
export class PageBackend extends CurrentWindowBackendContext {
  readonly #addSheet: (path: string) => void;

  /**
   * @param addSheet puts a component's sheet into the document; called again for each root that uses it
   * @param resourceUrl for the pictures of inline styles
   */
  constructor(addSheet: (path: string) => void, resourceUrl: ResourceUrl) {
    super();
    this.#addSheet = addSheet;
    const create = {
      createElement: templateElements(resourceUrl),
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    };
    // The protocol's own element type is a structural subset of the DOM's.
    this.document = create as unknown as CurrentWindowBackendContext['document'];
  }

  override registerStyleSheetContent(): void {
    // The texts are in the manifest; `appendStyleSheetPath` is what asks for them.
  }

  override appendStyleSheetPath(path: string): number {
    this.#addSheet(path);
    return 0;
  }

  override disableStyleSheet(): void {
    // Sheets stay: their rules are scoped, and the next root of the same component uses them again.
  }

  override setListenerStats(): void {
    // Elements get no DOM listeners: gestures are dispatched to them, everything else their component triggers.
  }

  /** The page is the viewport, and rectangles start at it. */
  override createIntersectionObserver(
    ...[target, relative, margin, thresholds, listener]: Parameters<
      CurrentWindowBackendContext['createIntersectionObserver']
    >
  ): ReturnType<CurrentWindowBackendContext['createIntersectionObserver']> {
    const element = target as unknown as Element;
    const root = (relative as unknown as Element | null) ?? element.closest(`.${PAGE_VIEW_CLASS}`);
    // A side the mini-program leaves out arrives as `undefinedpx`.
    const rootMargin = margin.replaceAll(/(?:undefined|NaN|null)px/g, '0px');
    const observer = new IntersectionObserver(
      (entries) => {
        const origin = pageOriginOf(element);
        for (const { intersectionRatio, boundingClientRect, intersectionRect, rootBounds, time } of entries) {
          listener({
            intersectionRatio,
            boundingClientRect: fromPage(boundingClientRect, origin),
            intersectionRect: fromPage(intersectionRect, origin),
            relativeRect: fromPage(rootBounds ?? new DOMRect(), origin),
            time,
          });
        }
      },
      { root, rootMargin, threshold: thresholds },
    );
    observer.observe(element);
    return {
      disconnect() {
        observer.disconnect();
      },
    };
  }

  override setModelBindingStat(): void {
    // Two-way binding is between components; no element of a template is a real input.
  }
}

function templateElements(resourceUrl: ResourceUrl): (tag: string) => HTMLElement {
  return (tag) => {
    const element = document.createElement(`wx-${tag}`);
    element.setAttribute = setAttribute;
    return element;
  };

  /** `style` may hold rpx, which a template's inline style writes unchanged. */
  function setAttribute(this: Element, name: string, value: string): void {
    Element.prototype.setAttribute.call(this, name, name === 'style' ? pageStyle(value, resourceUrl) : value);
  }
}
