import type { TextUpdate } from './edit-context.ts';
import type { Area, ViewInput } from './view-messages.ts';

/** What the user does to one view. */
export interface LayerInput {
  /** Where text goes that is typed now, in pixels of the view, or null when nothing takes any. */
  setEditing(area: Area | null): void;
}

export type LayerInputFactory = (canvas: HTMLCanvasElement, tell: (input: ViewInput) => void) => LayerInput;

/**
 * Tells what the user does on a canvas. While the view's page takes text an edit context is there, so that input
 * methods work as in any text field. Evaluated as text.
 */
export function createLayerInput(canvas: HTMLCanvasElement, tell: (input: ViewInput) => void): LayerInput {
  /** Presses that belong to the clipboard are left to the browser, which then tells what to paste. */
  const isPaste = (event: KeyboardEvent): boolean =>
    ((event.ctrlKey || event.metaKey) && event.code === 'KeyV') || (event.shiftKey && event.key === 'Insert');
  const modifiersOf = (event: MouseEvent | KeyboardEvent | TouchEvent): number =>
    Number(event.altKey) + 2 * Number(event.ctrlKey) + 4 * Number(event.metaKey) + 8 * Number(event.shiftKey);

  const MOUSE = { mousedown: 'mousePressed', mouseup: 'mouseReleased', mousemove: 'mouseMoved' } as const;
  for (const name of ['mousedown', 'mouseup', 'mousemove'] as const) {
    canvas.addEventListener(name, (event) => {
      if (name === 'mousedown') {
        event.preventDefault();
        canvas.focus();
      }
      const { offsetX: x, offsetY: y, button, buttons, detail: clickCount } = event;
      tell({
        kind: 'mouse',
        type: MOUSE[name],
        x,
        y,
        button,
        buttons,
        clickCount,
        modifiers: modifiersOf(event),
      });
    });
  }
  canvas.addEventListener('pointerdown', (event) => {
    // Until the button is up, the page hears of the pointer outside of the view as well.
    if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('mouseleave', (event) => {
    const nowhere = { x: -1, y: -1, button: 0, buttons: 0, clickCount: 0, modifiers: modifiersOf(event) };
    tell({ kind: 'mouse', type: 'mouseMoved', ...nowhere });
  });
  canvas.addEventListener('contextmenu', (event) => {
    event.preventDefault();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 40;
      const { offsetX: x, offsetY: y } = event;
      const [deltaX, deltaY] = [event.deltaX * unit, event.deltaY * unit];
      tell({ kind: 'wheel', x, y, deltaX, deltaY, modifiers: modifiersOf(event) });
    },
    { passive: false },
  );

  const TOUCH = {
    touchstart: 'touchStart',
    touchmove: 'touchMove',
    touchend: 'touchEnd',
    touchcancel: 'touchCancel',
  } as const;
  for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    canvas.addEventListener(
      name,
      (event) => {
        event.preventDefault();
        if (name === 'touchstart') canvas.focus();
        const { left, top } = canvas.getBoundingClientRect();
        const points = [...event.touches].map(({ identifier, clientX, clientY }) => ({
          id: identifier,
          x: clientX - left,
          y: clientY - top,
        }));
        tell({ kind: 'touch', type: TOUCH[name], points, modifiers: modifiersOf(event) });
      },
      { passive: false },
    );
  }

  for (const name of ['keydown', 'keyup'] as const) {
    canvas.addEventListener(name, (event) => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- pages read it, and the protocol wants it from us
      const { key, code, keyCode, location, repeat: isRepeated } = event;
      // AltGr types characters and is told as Control with Alt on some systems.
      const modifiers = event.getModifierState('AltGraph') ? 8 * Number(event.shiftKey) : modifiersOf(event);
      // The page of the view decides about the press; the host's does not hear of it.
      event.stopPropagation();
      // What an input method or a dead key takes comes as text; so does a character that no key has.
      if (event.isComposing || keyCode === 229 || keyCode === 0 || key === 'Dead') return;
      if (isPaste(event)) {
        if (name === 'keydown') catchPaste();
        return;
      }
      event.preventDefault();
      const isDown = name === 'keydown';
      tell({ kind: 'key', isDown, key, code, keyCode, location, isRepeated, modifiers });
    });
  }
  // A canvas takes no paste: where the keys for it go down, a field that nobody sees takes their place.
  const catcher = document.createElement('textarea');
  Object.assign(catcher.style, { position: 'fixed', opacity: '0', pointerEvents: 'none' });
  function catchPaste(): void {
    canvas.after(catcher);
    catcher.focus();
  }
  function releasePaste(): void {
    canvas.focus();
    catcher.remove();
  }
  for (const name of ['keydown', 'keyup', 'paste'] as const) {
    catcher.addEventListener(name, (event) => {
      event.stopPropagation();
      if (event instanceof ClipboardEvent) {
        event.preventDefault();
        tell({ kind: 'paste', text: event.clipboardData?.getData('text/plain') ?? '' });
      }
      if (name !== 'keydown') releasePaste();
    });
  }

  const editing = new EditContext();
  let isComposing = false;
  editing.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  editing.addEventListener('textupdate', ({ text, selectionStart, selectionEnd }: TextUpdate) => {
    if (isComposing) {
      tell({ kind: 'composition', text: editing.text || text, selectionStart, selectionEnd });
      return;
    }
    tell({ kind: 'text', text });
    editing.updateText(0, editing.text.length, '');
  });
  editing.addEventListener('compositionend', () => {
    isComposing = false;
    // What was being composed is text now; nothing, when it was called off.
    tell({ kind: 'text', text: editing.text });
    editing.updateText(0, editing.text.length, '');
  });

  return {
    setEditing(area) {
      if (!area) {
        canvas.editContext = null;
        return;
      }
      if (canvas.editContext !== editing) canvas.editContext = editing;
      const { left, top } = canvas.getBoundingClientRect();
      // Below the field, where the candidates of an input method do not hide it.
      const box = new DOMRect(left + area.x, top + area.y, area.width, area.height);
      editing.updateControlBounds(box);
      editing.updateSelectionBounds(box);
    },
  };
}
