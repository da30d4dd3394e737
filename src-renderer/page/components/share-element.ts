import { anything, builtin, flag, number, text } from './builtin.ts';

/**
 * `share-element`: a box. What it shows would fly from one page to the next in WeChat; in Ferry pages slide as a whole.
 */
export const shareElement = builtin({
  tag: 'share-element',
  properties: {
    key: text(),
    mapkey: text(),
    transform: flag(),
    duration: anything(300),
    easingFunction: text('ease-out'),
    transitionOnGesture: flag(),
    shuttleOnPush: text('to'),
    shuttleOnPop: text('to'),
    rectTweenType: text('materialRectArc'),
    zIndex: number(),
  },
});
