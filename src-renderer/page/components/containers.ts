import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, number, text } from './builtin.ts';
import { attachHover, hoverProperties } from './hover.ts';

/** `view`: a block with an optional pressed look. */
export const view = builtin({
  tag: 'view',
  properties: hoverProperties(),
  attach: (self) => attachHover(self),
});

const coverView = builtin({
  tag: 'cover-view',
  properties: { ...hoverProperties(), scrollTop: anything() },
  attach: (self) => attachHover(self),
});

/** Components that only hold others: their content shows, their own effects do not happen. */
const PLAIN: readonly string[] = [
  'block-view',
  'root-portal',
  'page-meta',
  'page-container',
  'match-media',
  'movable-area',
  'movable-view',
  'grid-view',
  'list-view',
  'list-builder',
  'sticky-header',
  'sticky-section',
  'picker-view',
  'picker-view-column',
  'share-element',
  'snapshot',
  'selection',
  'span',
  'draggable-sheet',
  'nested-scroll-header',
  'nested-scroll-body',
  'open-container',
  'keyboard-accessory',
  'functional-page-navigator',
];

const plain = PLAIN.map((tag) =>
  builtin({
    tag,
    properties: { ...hoverProperties(), value: anything(), name: text(), zIndex: number() },
    real: false,
  }),
);

export const containers: readonly AnyBuiltin[] = [view, coverView, ...plain];
