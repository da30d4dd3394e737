import { Element as GlassElement } from 'glass-easel';
import { anything, builtin, number, text } from './builtin.ts';
import { paddingOf, place } from './place.ts';

/** `list-builder`: its content once for each of `list`, handed to it as `slot:item` and `slot:index`. */
export const listBuilder = builtin({
  tag: 'list-builder',
  properties: {
    list: anything([]),
    childCount: number(),
    childHeight: number(),
    type: text('static'),
    padding: anything(),
  },
  slots: 'by the component',
  attach(self) {
    const { element, node } = self;
    const slots: GlassElement[] = [];

    const items = (): readonly unknown[] => {
      const list = self.get('list');
      return Array.isArray(list) ? (list as unknown[]) : [];
    };

    function build(): void {
      const root = node.getShadowRoot();
      if (!root) return;
      const list = items();
      const count = Math.max(list.length, self.get('childCount'));
      while (slots.length > count) {
        const slot = slots.pop();
        if (slot) root.removeChild(slot);
        self.emit('itemdispose', { index: slots.length });
      }
      slots.forEach((slot, index) => {
        root.replaceSlotValue(slot, 'item', list[index]);
        root.applySlotValueUpdates(slot);
      });
      while (slots.length < count) {
        const index = slots.length;
        const slot = root.createVirtualNode('slot');
        GlassElement.setSlotName(slot, '');
        root.replaceSlotValue(slot, 'item', list[index]);
        root.replaceSlotValue(slot, 'index', index);
        slots.push(slot);
        root.appendChild(slot);
        self.emit('itembuild', { index });
      }
    }

    function describe(): void {
      const padding = paddingOf(self.get('padding'));
      place(element, padding === '' ? '' : `padding:${padding}`);
    }

    build();
    queueMicrotask(describe);
    return { changed: { list: build, childCount: build, padding: describe } };
  },
});
