import {
  type DrawAction,
  LegacyGradient,
  LegacyPattern,
  PLAIN_METHODS,
  STYLE_DEFAULTS,
} from './legacy-actions.ts';

/** What an old context does with its recorded actions. */
export interface LegacyContextOptions {
  /** Draws them; `drawn` is called when the canvas shows them. */
  readonly draw: (actions: readonly DrawAction[], reserve: boolean, drawn: () => void) => void;
  /** Width of a text in CSS pixels, in a CSS font. */
  readonly measure: (text: string, font: string) => number;
}

const BASELINES: Readonly<Record<string, string>> = { normal: 'alphabetic' };
const FONT_SIZE = /\d+(?:\.\d+)?(?:px|rpx|pt|em)/;

/** Setters of the old context and the property that each sets. */
const SETTERS = {
  setFillStyle: 'fillStyle',
  setStrokeStyle: 'strokeStyle',
  setGlobalAlpha: 'globalAlpha',
  setLineCap: 'lineCap',
  setLineJoin: 'lineJoin',
  setLineWidth: 'lineWidth',
  setMiterLimit: 'miterLimit',
  setTextAlign: 'textAlign',
  setTextBaseline: 'textBaseline',
} as const;

/**
 * Members of `CanvasContext`, the drawing context by `canvas-id` (WeChat's documentation of CanvasContext): each call
 * is recorded until `draw`. `getActions` and `clearActions` are those of `wx.createContext`, which `wx.drawCanvas`
 * draws.
 */
export function legacyContextMembers(options: LegacyContextOptions): PropertyDescriptorMap {
  let actions: DrawAction[] = [];
  let state: Record<string, unknown> = { ...STYLE_DEFAULTS };
  const saved: Record<string, unknown>[] = [];

  const record = (method: string, ...data: unknown[]): void => {
    actions.push({ method, data });
  };
  const set = (name: string, value: unknown): void => {
    const meant = name === 'textBaseline' ? (BASELINES[String(value)] ?? value) : value;
    state[name] = meant;
    record('set', name, meant);
  };
  const taken = (): DrawAction[] => {
    const all = actions;
    actions = [];
    return all;
  };

  const methods: Record<string, (...values: never[]) => unknown> = {
    setFontSize(size: number) {
      set('font', String(state['font']).replace(FONT_SIZE, `${String(size)}px`));
    },
    setShadow(offsetX: number, offsetY: number, blur: number, color: string) {
      set('shadowOffsetX', offsetX);
      set('shadowOffsetY', offsetY);
      set('shadowBlur', blur);
      set('shadowColor', color);
    },
    setLineDash(pattern: readonly number[], offset = 0) {
      record('setLineDash', [...pattern], offset);
    },
    setTransform(...values: number[]) {
      record('setTransform', ...values);
    },
    drawImage(...values: unknown[]) {
      record('drawImage', ...values);
    },
    createLinearGradient: (...places: number[]) => new LegacyGradient('linear', places),
    createCircularGradient: (...places: number[]) => new LegacyGradient('radial', places),
    createPattern: (image: unknown, repetition = 'repeat') => new LegacyPattern(image, repetition),
    measureText: (text: unknown) => ({ width: options.measure(String(text), String(state['font'])) }),
    draw(reserve?: unknown, callback?: unknown) {
      options.draw(taken(), reserve === true, () => {
        if (typeof callback === 'function')
          (callback as (result: object) => void)({ errMsg: 'drawCanvas:ok' });
      });
    },
    getActions: taken,
    clearActions() {
      taken();
    },
  };
  for (const name of PLAIN_METHODS) {
    methods[name] = (...values: unknown[]) => {
      if (name === 'save') saved.push({ ...state });
      if (name === 'restore') state = saved.pop() ?? state;
      record(name, ...values);
    };
  }
  for (const [name, property] of Object.entries(SETTERS)) {
    methods[name] = (value: unknown) => {
      set(property, value);
    };
  }

  const members: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(methods)) {
    members[name] = { value, enumerable: true, configurable: true, writable: true };
  }
  for (const name of Object.keys(STYLE_DEFAULTS)) {
    members[name] = {
      get: () => state[name],
      set(value: unknown) {
        set(name, value);
      },
      enumerable: true,
      configurable: true,
    };
  }
  return members;
}
