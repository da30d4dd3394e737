import { pageStyle } from '../glass/inline-style.ts';
import { builtin, flag, number, text } from './builtin.ts';
import { placeChildrenIn } from './child-place.ts';
import { pageAround } from './page-around.ts';

const POSITIONS: readonly string[] = ['top', 'bottom', 'right', 'center'];
/** A finger that went down so far closes the container. */
const SLIDE_PX = 60;

/**
 * `page-container` (WeChat's documentation of page-container): a page within the page, slid in from a side while `show`
 * is on. A step back closes it and not the page. Six events tell of its way in and out, `clickoverlay` of the shade.
 */
export const pageContainer = builtin({
  tag: 'page-container',
  properties: {
    show: flag(),
    duration: number(300),
    zIndex: number(100),
    overlay: flag(true),
    position: text('bottom'),
    round: flag(),
    closeOnSlideDown: flag(),
    overlayStyle: text(),
    customStyle: text(),
  },
  attach(self) {
    const { element, host } = self;
    const shade = document.createElement('div');
    const box = document.createElement('div');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isShown = false;
    const page = pageAround(host, element);

    function dress(): void {
      const position = POSITIONS.includes(self.get('position')) ? self.get('position') : 'bottom';
      const style = (written: string): string => pageStyle(written, self.resourceUrl);
      const zIndex = String(self.get('zIndex'));
      const duration = `${String(self.get('duration'))}ms`;
      shade.style.cssText = `z-index:${zIndex};transition-duration:${duration};${style(self.get('overlayStyle'))}`;
      shade.hidden = !self.get('overlay') || box.hidden;
      box.dataset['position'] = position;
      box.toggleAttribute('data-round', self.get('round'));
      box.style.cssText = `z-index:${zIndex};transition-duration:${duration};${style(self.get('customStyle'))}`;
    }

    /** Runs one way, in or out; `beforeenter`, `enter`, and `afterenter` when it is over, or their counterparts. */
    function run(way: 'enter' | 'leave'): void {
      clearTimeout(timer);
      self.emit(`before${way}`);
      box.hidden = false;
      dress();
      // The first frame has the box where it comes from.
      box.getBoundingClientRect();
      element.toggleAttribute('data-open', way === 'enter');
      self.emit(way);
      timer = setTimeout(() => {
        box.hidden = way === 'leave';
        dress();
        self.emit(`after${way}`);
      }, self.get('duration'));
    }

    function follow(): void {
      const wanted = self.get('show');
      if (wanted === isShown) return;
      isShown = wanted;
      if (page !== null) page.stepBack = wanted ? stepBack : null;
      run(wanted ? 'enter' : 'leave');
    }

    function stepBack(): boolean {
      self.set('show', false);
      return true;
    }

    box.addEventListener('pointerdown', (down) => {
      if (!self.get('closeOnSlideDown')) return;
      const watched = new AbortController();
      const { signal } = watched;
      window.addEventListener(
        'pointermove',
        (event) => {
          if (event.pointerId !== down.pointerId || event.clientY - down.clientY < SLIDE_PX) return;
          watched.abort();
          self.set('show', false);
        },
        { signal },
      );
      for (const end of ['pointerup', 'pointercancel'] as const) {
        window.addEventListener(
          end,
          () => {
            watched.abort();
          },
          { signal },
        );
      }
    });
    shade.addEventListener('click', () => {
      self.emit('clickoverlay');
    });

    shade.className = 'ferry-container__shade';
    box.className = 'ferry-container__box';
    box.hidden = true;
    placeChildrenIn(element, box);
    Element.prototype.append.call(element, shade, box);
    dress();
    follow();
    return {
      changed: {
        show: follow,
        duration: dress,
        zIndex: dress,
        overlay: dress,
        position: dress,
        round: dress,
        overlayStyle: dress,
        customStyle: dress,
      },
      detached: () => {
        clearTimeout(timer);
        if (page?.stepBack === stepBack) page.stepBack = null;
      },
    };
  },
});
