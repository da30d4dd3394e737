import { type AnyBuiltin, anything, type PropertyTable, text } from './builtin.ts';

/** The gestures that WeChat has a handler of, by the first part of its tag. */
const GESTURES = [
  'tap',
  'double-tap',
  'force-press',
  'horizontal-drag',
  'vertical-drag',
  'long-press',
  'pan',
  'scale',
] as const;

/** Worklets come as `worklet:ongesture` and the like, which no property stands for. */
const PROPERTIES: PropertyTable = {
  tag: text(),
  nativeView: text(),
  simultaneousHandlers: anything([]),
};

/**
 * `pan-gesture-handler` and its kin (WeChat's documentation of gesture handlers): Skyline alone recognises gestures.
 * They are no boxes there either, so what they hold is laid out as if they were not there.
 */
export const gestureHandlers: readonly AnyBuiltin[] = GESTURES.map((gesture) => {
  const tag = `${gesture}-gesture-handler`;
  return {
    tag,
    properties: PROPERTIES,
    real: false,
    define: (space, host) =>
      space
        .defineComponent({
          is: `wx://${tag}`,
          options: { virtualHost: true },
          properties: PROPERTIES,
          lifetimes: {
            attached() {
              host.reports.unsupported(`<${tag}>`);
            },
          },
        })
        .general(),
  };
});
