import { builtin, flag } from './builtin.ts';
import { placeChildrenIn } from './child-place.ts';

/**
 * `root-portal` (WeChat's documentation of root-portal): while `enable` is on, its content is drawn at the root of the
 * page, out of whatever clips it or holds its fixed children where it stands. Events bubble as in the template.
 */
export const rootPortal = builtin({
  tag: 'root-portal',
  properties: { enable: flag(true) },
  attach(self) {
    const { element } = self;
    const content = document.createElement('div');
    content.className = 'ferry-root-portal';
    let putBack: (() => void) | null = null;

    function move(): void {
      const wanted = self.get('enable');
      if (wanted === (putBack !== null)) return;
      if (!wanted) {
        putBack?.();
        putBack = null;
        content.remove();
        return;
      }
      putBack = placeChildrenIn(element, content);
      (element.closest('wx-page') ?? self.host.overlayRoot).append(content);
    }

    move();
    return {
      changed: { enable: move },
      detached: () => {
        content.remove();
      },
    };
  },
});
