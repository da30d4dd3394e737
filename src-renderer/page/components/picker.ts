import { relativeUrl } from '../resource-url.ts';
import type { Builtin, ValuesOf } from './builtin.ts';
import { anything, builtin, flag, text } from './builtin.ts';
import { attachKeyboard } from './keyboard.ts';
import { dateModel, timeModel } from './picker/dates.ts';
import { multiSelectorModel, type PickerModel, selectorModel } from './picker/model.ts';
import { createRegionSource, type Region, regionModel } from './picker/regions.ts';
import { openWheelSheet, type WheelSheet } from './picker/sheet.ts';

const PROPERTIES = {
  mode: text('selector'),
  name: text(),
  headerText: text(),
  disabled: flag(),
  value: anything(),
  range: anything([]),
  rangeKey: text(),
  start: text(),
  end: text(),
  fields: text('day'),
  level: text('region'),
  customItem: text(),
} as const;

type PickerSelf = Builtin<ValuesOf<typeof PROPERTIES>>;

const regionsFor = createRegionSource(async (name) => {
  const response = await fetch(relativeUrl(`/runtime/${name}`));
  if (!response.ok) throw new Error(`picker:fail the regions did not load: HTTP ${String(response.status)}`);
  return response.text();
});

/** The wheels of the picker as its properties are now; `regions` are those of `mode="region"`. */
function modelOf(self: PickerSelf, regions: readonly Region[]): PickerModel {
  const value = self.get('value');
  const moment = { value, start: self.get('start'), end: self.get('end'), now: new Date() };
  switch (self.get('mode')) {
    case 'multiSelector':
      return multiSelectorModel(self.get('range'), self.get('rangeKey'), value);
    case 'time':
      return timeModel(moment);
    case 'date':
      return dateModel(moment, self.get('fields'));
    case 'region':
      return regionModel(regions, { value, level: self.get('level'), customItem: self.get('customItem') });
    default:
      return selectorModel(self.get('range'), self.get('rangeKey'), value);
  }
}

/**
 * `picker` (WeChat's documentation of picker): a tap on its content opens a sheet of wheels in one of five modes. 确定
 * fires `change`, everything else that closes the sheet `cancel`; `columnchange` tells of each wheel of a
 * `multiSelector`, whose `range` and `value` may change while it is open.
 */
export const picker = builtin({
  tag: 'picker',
  properties: PROPERTIES,
  attach(self) {
    const { element, host } = self;
    const initially = self.get('value');
    let sheet: WheelSheet | null = null;
    let isOpening = false;
    let regions: readonly Region[] = [];
    /** Where the wheels stand; `value` follows on 确定. */
    let model: PickerModel | null = null;

    function draw(): void {
      if (sheet === null) return;
      model = modelOf(self, regions);
      sheet.redraw(model);
    }

    /** New rows under wheels that have been turned: each stays in its row as far as there is one. */
    function redrawRange(): void {
      if (sheet === null || model === null) return;
      const turned = model.columns().map(({ index }) => index);
      model = modelOf(self, regions);
      const { length } = model.columns();
      for (let column = 0; column < length; column += 1)
        model.pick(column, clampedRow(model, column, turned[column]));
      sheet.redraw(model);
    }

    async function open(): Promise<void> {
      if (self.get('disabled') || sheet !== null || isOpening) return;
      isOpening = true;
      try {
        if (self.get('mode') === 'region') regions = await regionsFor(self.get('level'));
        if (element.isConnected) show();
      } catch (error) {
        host.reports.exception(error, { ours: true });
      } finally {
        isOpening = false;
      }
    }

    function show(): void {
      model = modelOf(self, regions);
      sheet = openWheelSheet(host.overlayRoot, {
        title: self.get('headerText'),
        model,
        picked(column, value) {
          if (self.get('mode') === 'multiSelector') self.emit('columnchange', { column, value });
        },
        confirmed() {
          const detail = model?.detail() ?? { value: null };
          sheet = null;
          self.set('value', detail.value);
          self.emit('change', { ...detail });
        },
        cancelled() {
          sheet = null;
          self.emit('cancel');
        },
      });
    }

    function describe(): void {
      element.setAttribute('aria-haspopup', 'dialog');
      element.setAttribute('aria-disabled', String(self.get('disabled')));
    }

    attachKeyboard(self.node, 'button');
    describe();
    self.onTap(() => void open());
    return {
      changed: {
        disabled: describe,
        value: draw,
        range: redrawRange,
        rangeKey: redrawRange,
        start: draw,
        end: draw,
        fields: draw,
        mode: draw,
      },
      detached: () => {
        sheet?.close();
        sheet = null;
      },
      activate: () => void open(),
      field: {
        value: () => self.get('value'),
        reset: () => {
          self.set('value', initially);
        },
      },
    };
  },
});

function clampedRow(model: PickerModel, column: number, wanted = 0): number {
  return Math.min(wanted, Math.max((model.columns()[column]?.items.length ?? 0) - 1, 0));
}
