import type { GeneralComponent } from 'glass-easel';
import { pageStyle } from '../glass/inline-style.ts';
import { type AnyBuiltin, anything, builtin, elementOf, flag, text } from './builtin.ts';
import { createWheel, type Wheel } from './picker/wheel.ts';
import { scopedClass } from './scoped-class.ts';

/** A column as its `picker-view` sees it. */
interface Column {
  readonly element: HTMLElement;
  readonly wheel: Wheel;
}

/** A `picker-view` as its columns see it. */
interface View {
  readonly add: (column: Column) => void;
  readonly remove: (column: Column) => void;
  readonly rowHeightPx: () => number;
  readonly wanted: (column: Column) => number;
  readonly started: () => void;
  readonly released: (column: Column, index: number) => void;
  readonly rested: (changed: boolean) => void;
}

const views = new WeakMap<Element, View>();
/** Columns that were attached before their view, as the content of a component is. */
const waiting = new WeakMap<Element, (view: View) => void>();

/**
 * `picker-view` (WeChat's documentation of picker-view): wheels in the page itself. `value` holds the index of each
 * column's row; `change` tells them all when a column came to rest, or with `immediate-change` when it is let go.
 */
const pickerView = builtin({
  tag: 'picker-view',
  properties: {
    value: anything([]),
    name: text(),
    maskStyle: text(),
    indicatorStyle: text(),
    indicatorClass: text(),
    maskClass: text(),
    immediateChange: flag(),
  },
  attach(self) {
    const { element, node } = self;
    const mask = document.createElement('div');
    const indicator = document.createElement('div');
    const columns = new Set<Column>();
    const initially = self.get('value');
    let rowHeightPx = 0;
    let movingCount = 0;
    /** What `change` told last, so that letting go and coming to rest tell it once. */
    let told = '';

    const inOrder = (): Column[] =>
      [...columns].sort((a, b) =>
        a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      );
    const wanted = (column: Column): number => {
      const value = self.get('value');
      const index = Array.isArray(value) ? Number(value[inOrder().indexOf(column)]) : 0;
      return Number.isFinite(index) ? Math.max(Math.trunc(index), 0) : 0;
    };

    function dress(): void {
      const style = (written: string): string => pageStyle(written, self.resourceUrl);
      mask.className = `ferry-wheel-mask ${scopedClass(node, self.get('maskClass'))}`;
      mask.style.cssText = style(self.get('maskStyle'));
      indicator.className = `ferry-wheel-indicator ${scopedClass(node, self.get('indicatorClass'))}`;
      indicator.style.cssText = style(self.get('indicatorStyle'));
    }

    function place(): void {
      for (const column of columns) column.wheel.show(wanted(column));
    }

    /** Rows follow the selection's height, which a style sheet or the window's width may change. */
    function measure(): void {
      const height = indicator.offsetHeight;
      if (height === 0) return;
      rowHeightPx = height;
      element.style.setProperty('--ferry-wheel-row', `${String(height)}px`);
      if (movingCount === 0) place();
    }

    function tell(value: readonly number[]): void {
      const text = value.join();
      if (text === told) return;
      told = text;
      self.set('value', value);
      self.emit('change', { value: [...value] });
    }

    const current = (): number[] => inOrder().map(({ wheel }) => wheel.index());

    const view: View = {
      add(column) {
        columns.add(column);
        size.observe(column.element);
      },
      remove(column) {
        columns.delete(column);
        size.unobserve(column.element);
      },
      rowHeightPx: () => rowHeightPx,
      wanted,
      started() {
        movingCount += 1;
        told = current().join();
        self.emit('pickstart');
      },
      released(column, index) {
        if (!self.get('immediateChange')) return;
        tell(inOrder().map((one) => (one === column ? index : one.wheel.index())));
      },
      rested(changed) {
        movingCount -= 1;
        if (changed) tell(current());
        self.emit('pickend');
      },
    };

    const size = new ResizeObserver(measure);
    views.set(element, view);
    for (const column of element.querySelectorAll('wx-picker-view-column')) waiting.get(column)?.(view);
    dress();
    element.prepend(mask, indicator);
    size.observe(indicator);
    measure();
    return {
      changed: {
        value: () => {
          if (movingCount === 0) place();
        },
        maskStyle: dress,
        maskClass: dress,
        indicatorStyle: dress,
        indicatorClass: dress,
      },
      detached: () => {
        size.disconnect();
        views.delete(element);
      },
      field: {
        value: () => self.get('value'),
        reset: () => {
          self.set('value', initially);
        },
      },
    };
  },
});

function viewAround(node: GeneralComponent): View | undefined {
  const around = elementOf(node).closest('wx-picker-view');
  return around === null ? undefined : views.get(around);
}

/** `picker-view-column`: each child is a row, as high as the selection. Stands in a `picker-view` alone. */
const pickerViewColumn = builtin({
  tag: 'picker-view-column',
  properties: {},
  attach(self) {
    const { element, node } = self;
    let leave: () => void = () => undefined;

    function join(view: View): void {
      waiting.delete(element);
      const wheel = createWheel(element, {
        rowHeightPx: view.rowHeightPx,
        rows: () => [...element.children] as HTMLElement[],
        started: view.started,
        released: (index) => {
          view.released(column, index);
        },
        rested: (_, changed) => {
          view.rested(changed);
        },
      });
      const column: Column = { element, wheel };
      // Rows that come later may be the ones `value` asks for.
      const rows = new MutationObserver(() => {
        wheel.show(view.wanted(column));
      });
      view.add(column);
      wheel.show(view.wanted(column));
      rows.observe(element, { childList: true });
      leave = () => {
        rows.disconnect();
        wheel.dispose();
        view.remove(column);
      };
    }

    const view = viewAround(node);
    if (view === undefined) waiting.set(element, join);
    else join(view);
    return {
      detached: () => {
        leave();
      },
    };
  },
});

export const pickerViews: readonly AnyBuiltin[] = [pickerView, pickerViewColumn];
