import type { GeneralComponent } from 'glass-easel';

/** What a ScrollViewContext has switched; what it has not is decided by the component's properties. */
export interface ScrollSwitches {
  bounces?: boolean;
  showScrollbar?: boolean;
  pagingEnabled?: boolean;
  fastDeceleration?: boolean;
  decelerationDisabled?: boolean;
  scrollEnabled?: boolean;
}

interface ScrollViewParts {
  readonly element: HTMLElement;
  readonly switches: ScrollSwitches;
  /** What holds as long as the page has not switched it. */
  initially(name: keyof ScrollSwitches): boolean;
  /** Runs after a switch was set. */
  changed(): void;
  find(selector: string): GeneralComponent | null;
  placesOf(target: GeneralComponent, offset: number, alignment: unknown): ScrollToOptions;
  refresh(on: boolean): void;
  unsupported(api: string): void;
}

const SWITCHES: readonly (keyof ScrollSwitches)[] = [
  'bounces',
  'showScrollbar',
  'pagingEnabled',
  'fastDeceleration',
  'decelerationDisabled',
  'scrollEnabled',
];

function optionsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `SelectorQuery.node()` of a scroll-view with `enhanced` (WeChat's documentation of ScrollViewContext). */
export function createScrollViewContext(parts: ScrollViewParts): object {
  const { element, switches } = parts;
  const smooth = (options: Readonly<Record<string, unknown>>): ScrollBehavior =>
    options['animated'] === true || (options['animated'] === undefined && Number(options['duration']) > 0)
      ? 'smooth'
      : 'instant';

  const context = {
    /** Options: `top`, `left` in CSS pixels, `animated`, `duration`, `velocity`. */
    scrollTo(value: unknown) {
      const options = optionsOf(value);
      const { top, left } = options;
      element.scrollTo({
        ...(typeof top === 'number' ? { top } : {}),
        ...(typeof left === 'number' ? { left } : {}),
        behavior: smooth(options),
      });
    },
    /** Scrolls to the first match within the scroll-view. Options: `offset`, `alignment`, `withinExtent`, `animated`. */
    scrollIntoView(selector: unknown, value?: unknown) {
      const options = optionsOf(value);
      const target = parts.find(String(selector));
      if (target === null) return;
      const offset = Number(options['offset'] ?? 0) || 0;
      const alignment = options['withinExtent'] === true ? 'nearest' : options['alignment'];
      element.scrollTo({
        ...parts.placesOf(target, offset, alignment),
        behavior: smooth({ animated: true, ...options }),
      });
    },
    triggerRefresh() {
      parts.refresh(true);
    },
    closeRefresh() {
      parts.refresh(false);
    },
    triggerTwoLevel() {
      parts.unsupported('ScrollViewContext.triggerTwoLevel');
    },
    closeTwoLevel() {
      parts.unsupported('ScrollViewContext.closeTwoLevel');
    },
  };
  for (const name of SWITCHES) {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => switches[name] ?? parts.initially(name),
      set(value: unknown) {
        switches[name] = Boolean(value);
        parts.changed();
      },
    });
  }
  return context;
}
