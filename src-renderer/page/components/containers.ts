import { offerNode } from '../query/node-registry.ts';
import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, flag, number, text } from './builtin.ts';
import { attachHover, hoverProperties } from './hover.ts';
import { place } from './place.ts';

/** `view`: a block with an optional pressed look. */
export const view = builtin({
  tag: 'view',
  properties: hoverProperties(),
  attach: (self) => attachHover(self),
});

/** Components that only hold others: their content shows, their own effects do not happen. */
const PLAIN: readonly string[] = ['block-view', 'nested-scroll-header', 'nested-scroll-body'];

/** `span`: text and pictures in one line, inside a `text`. */
const span = builtin({ tag: 'span', properties: {} });

/** `selection`: the text in it can be selected. */
const selection = builtin({ tag: 'selection', properties: { disableContextMenu: flag() } });

/** `open-container`: what a page grows out of; the page opens by its route, without the growing. */
const openContainer = builtin({
  tag: 'open-container',
  properties: {
    transitionType: text('fade'),
    transitionDuration: number(300),
    closedColor: text('white'),
    closedElevation: number(),
    closedBorderRadius: number(),
    middleColor: text(),
    openColor: text('white'),
    openElevation: number(),
    openBorderRadius: number(),
  },
  attach(self) {
    function describe(): void {
      const radius = `${String(self.get('closedBorderRadius'))}px`;
      const rise = self.get('closedElevation');
      const shadow = rise > 0 ? `;box-shadow:0 ${String(rise)}px ${String(rise * 2)}px rgb(0 0 0 / 20%)` : '';
      place(self.element, `background-color:${self.get('closedColor')};border-radius:${radius}${shadow}`);
    }

    queueMicrotask(describe);
    return { changed: { closedColor: describe, closedElevation: describe, closedBorderRadius: describe } };
  },
});

/** `snapshot`: holds what `takeSnapshot` would draw; a page cannot draw itself in Ferry, and that is told. */
const snapshot = builtin({
  tag: 'snapshot',
  properties: { mode: text('view') },
  attach({ element, host }) {
    offerNode(element, 'node', () => ({
      takeSnapshot(options: { fail?: (result: object) => void; complete?: (result: object) => void } = {}) {
        host.reports.unsupported('Snapshot.takeSnapshot');
        const result = { errMsg: 'takeSnapshot:fail not supported in Ferry yet' };
        setTimeout(() => {
          options.fail?.(result);
          options.complete?.(result);
        });
      },
    }));
    return {};
  },
});

const plain = PLAIN.map((tag) =>
  builtin({
    tag,
    properties: { ...hoverProperties(), value: anything(), name: text(), zIndex: number() },
    real: false,
  }),
);

export const containers: readonly AnyBuiltin[] = [view, span, selection, openContainer, snapshot, ...plain];
