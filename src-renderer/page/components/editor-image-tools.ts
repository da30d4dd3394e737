import type { Quill } from '../editor/make-quill.ts';
import { element as html } from '../overlays/dom.ts';

/** What is shown around a picture that was tapped (`show-img-size`, `show-img-toolbar`, `show-img-resize`). */
export interface ImageTools {
  readonly size: boolean;
  readonly toolbar: boolean;
  readonly resize: boolean;
  readonly locale: 'en' | 'zh-CN';
}

const WORDS = {
  en: { remove: 'Delete', resize: 'Size of the picture' },
  'zh-CN': { remove: '删除', resize: '图片大小' },
} as const;
const LEAST_PX = 20;

/** Shows the tools over a picture when it is tapped, until the next tap elsewhere. Returns its end. */
export function attachImageTools(host: HTMLElement, quill: Quill, wanted: () => ImageTools): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let frame: HTMLElement | null = null;

  function hide(): void {
    frame?.remove();
    frame = null;
  }

  function show(picture: HTMLImageElement): void {
    hide();
    const tools = wanted();
    if (quill.isEnabled() && (tools.size || tools.toolbar || tools.resize)) frame = framed(picture, tools);
  }

  function framed(picture: HTMLImageElement, tools: ImageTools): HTMLElement {
    const words = WORDS[tools.locale];
    const size = html('span', { class: 'ferry-editor__size' });
    const made = html('div', { class: 'ferry-editor__picture' });

    function follow(): void {
      const box = picture.getBoundingClientRect();
      const around = host.getBoundingClientRect();
      made.style.cssText = `left:${String(box.left - around.left + host.scrollLeft)}px;top:${String(
        box.top - around.top + host.scrollTop,
      )}px;width:${String(box.width)}px;height:${String(box.height)}px`;
      size.textContent = `${String(Math.round(box.width))} × ${String(Math.round(box.height))}`;
    }

    if (tools.size) made.append(size);
    if (tools.toolbar) {
      const remove = html('button', { type: 'button', class: 'ferry-editor__remove' }, words.remove);
      remove.addEventListener('click', () => {
        const blot = quill.scroll.find(picture);
        if (blot !== null) quill.deleteText(quill.getIndex(blot), 1, 'user');
        hide();
      });
      made.append(remove);
    }
    if (tools.resize) {
      const handle = html('i', { class: 'ferry-editor__resize', role: 'slider', 'aria-label': words.resize });
      handle.addEventListener('pointerdown', (down) => {
        down.preventDefault();
        handle.setPointerCapture(down.pointerId);
        const { width, height } = picture.getBoundingClientRect();
        const shape = height / Math.max(width, 1);
        const hand = new AbortController();
        handle.addEventListener(
          'pointermove',
          (event) => {
            const next = Math.round(Math.max(width + event.clientX - down.clientX, LEAST_PX));
            const blot = quill.scroll.find(picture);
            if (blot === null) return;
            const wide = { width: String(next), height: String(Math.round(next * shape)) };
            quill.formatText(quill.getIndex(blot), 1, wide, 'user');
            follow();
          },
          { signal: hand.signal },
        );
        for (const end of ['pointerup', 'pointercancel'] as const) {
          handle.addEventListener(end, () => {
            hand.abort();
          });
        }
      });
      made.append(handle);
    }
    host.append(made);
    follow();
    return made;
  }

  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      if (target instanceof Node && frame?.contains(target)) return;
      if (target instanceof HTMLImageElement && quill.root.contains(target)) show(target);
      else hide();
    },
    { signal },
  );
  return () => {
    hide();
    ended.abort();
  };
}
