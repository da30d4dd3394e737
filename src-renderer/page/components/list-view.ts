import { anything, builtin } from './builtin.ts';
import { paddingOf, place } from './place.ts';

/** `list-view`: the rows of a `scroll-view type="custom"`. */
export const listView = builtin({
  tag: 'list-view',
  properties: { padding: anything() },
  attach(self) {
    function describe(): void {
      const padding = paddingOf(self.get('padding'));
      place(self.element, padding === '' ? '' : `padding:${padding}`);
    }

    queueMicrotask(describe);
    return { changed: { padding: describe } };
  },
});
