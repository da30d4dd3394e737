import { builtin, flag, number, text } from './builtin.ts';

const MIN_BLOCK = 12;
const MAX_BLOCK = 28;

/** A value of the scale: `min` plus whole steps, never beyond `max`. */
function steppedValue(raw: number, scale: { min: number; max: number; step: number }): number {
  const { min, max } = scale;
  const step = scale.step > 0 ? scale.step : 1;
  const stepped = min + Math.round((raw - min) / step) * step;
  return Number(Math.min(Math.max(stepped, min), max).toFixed(6));
}

/** What a key asks for: arrows one step, the page keys ten, Home and End the ends; null for any other key. */
function keyedValue(
  key: string,
  value: number,
  { min, max, step }: { min: number; max: number; step: number },
): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return value + step;
    case 'ArrowLeft':
    case 'ArrowDown':
      return value - step;
    case 'PageUp':
      return value + 10 * step;
    case 'PageDown':
      return value - 10 * step;
    case 'Home':
      return min;
    case 'End':
      return max;
    default:
      return null;
  }
}

/** `slider`: drag, tap on the track, or arrow keys. */
export const slider = builtin({
  tag: 'slider',
  properties: {
    name: text(),
    min: number(0),
    max: number(100),
    step: number(1),
    value: number(0),
    disabled: flag(),
    color: text('#e9e9e9'),
    selectedColor: text('#1aad19'),
    activeColor: text(),
    backgroundColor: text(),
    blockSize: number(28),
    blockColor: text('#ffffff'),
    showValue: flag(),
  },
  attach(self) {
    const { element } = self;
    const initially = self.get('value');
    const part = (name: string, ...children: HTMLElement[]): HTMLDivElement => {
      const made = document.createElement('div');
      made.className = name;
      made.append(...children);
      return made;
    };
    const track = part('wx-slider-track');
    const thumb = part('wx-slider-thumb');
    const rail = part('wx-slider-handle-wrapper', track, thumb);
    const shown = part('wx-slider-value');
    const wrapper = part('wx-slider-wrapper', part('wx-slider-tap-area', rail), shown);
    element.prepend(wrapper);
    element.setAttribute('role', 'slider');

    const scale = (): { min: number; max: number; step: number } => ({
      min: self.get('min'),
      max: self.get('max'),
      step: self.get('step'),
    });

    function draw(): void {
      const { min, max } = scale();
      const value = self.get('value');
      const percent = max > min ? (Math.min(Math.max(value, min), max) - min) / (max - min) : 0;
      track.style.width = thumb.style.left = `${String(percent * 100)}%`;
      shown.textContent = String(value);
      element.setAttribute('aria-valuemin', String(min));
      element.setAttribute('aria-valuemax', String(max));
      element.setAttribute('aria-valuenow', String(value));
    }

    function describe(): void {
      rail.style.backgroundColor = self.get('backgroundColor') || self.get('color');
      const disabled = self.get('disabled');
      wrapper.classList.toggle('wx-slider-disabled', disabled);
      track.style.backgroundColor = disabled ? '' : self.get('activeColor') || self.get('selectedColor');
      thumb.style.backgroundColor = self.get('blockColor');
      const size = `${String(Math.min(Math.max(self.get('blockSize'), MIN_BLOCK), MAX_BLOCK))}px`;
      thumb.style.width = thumb.style.height = size;
      element.style.setProperty('--ferry-block', size);
      shown.hidden = !self.get('showValue');
      element.tabIndex = disabled ? -1 : 0;
      element.toggleAttribute('disabled', disabled);
      element.setAttribute('aria-disabled', String(disabled));
      draw();
    }

    function moveTo(raw: number, event: 'changing' | 'change'): void {
      const next = steppedValue(raw, scale());
      // While it is dragged only a new value is told, as each step is one.
      if (event === 'changing' && next === self.get('value')) return;
      self.set('value', next);
      draw();
      self.emit(event, { value: self.get('value') });
    }

    function valueAt(clientX: number): number {
      const { min, max } = scale();
      const rect = rail.getBoundingClientRect();
      return min + ((max - min) * (clientX - rect.left)) / Math.max(rect.width, 1);
    }

    element.addEventListener('pointerdown', (down) => {
      if (self.get('disabled') || !(down.target instanceof Node) || shown.contains(down.target)) return;
      element.setPointerCapture(down.pointerId);
      const watched = new AbortController();
      const { signal } = watched;
      let dragged = false;
      element.addEventListener(
        'pointermove',
        (event) => {
          dragged = true;
          moveTo(valueAt(event.clientX), 'changing');
        },
        { signal },
      );
      element.addEventListener(
        'pointerup',
        (event) => {
          watched.abort();
          moveTo(valueAt(event.clientX), 'change');
        },
        { signal },
      );
      element.addEventListener(
        'pointercancel',
        () => {
          watched.abort();
          if (dragged) moveTo(self.get('value'), 'change');
        },
        { signal },
      );
    });
    element.addEventListener('keydown', (event) => {
      const next = keyedValue(event.key, self.get('value'), scale());
      if (next === null || self.get('disabled')) return;
      event.preventDefault();
      moveTo(next, 'change');
    });

    describe();
    return {
      changed: {
        value: draw,
        min: draw,
        max: draw,
        disabled: describe,
        color: describe,
        selectedColor: describe,
        activeColor: describe,
        backgroundColor: describe,
        blockSize: describe,
        blockColor: describe,
        showValue: describe,
      },
      field: {
        value: () => self.get('value'),
        reset: () => {
          self.set('value', initially);
          draw();
        },
      },
    };
  },
});
