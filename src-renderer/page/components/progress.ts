import { anything, builtin, flag, number, text } from './builtin.ts';

/** `progress`: a bar; with `active` it grows to its percentage, `duration` ms for each percent. */
export const progress = builtin({
  tag: 'progress',
  properties: {
    percent: number(),
    showInfo: flag(),
    borderRadius: anything(0),
    fontSize: anything(16),
    strokeWidth: anything(6),
    color: text(),
    activeColor: text('#09bb07'),
    backgroundColor: text('#ebebeb'),
    active: flag(),
    activeMode: text('backwards'),
    duration: number(30),
  },
  attach(self) {
    const { element } = self;
    const info = document.createElement('div');
    info.className = 'wx-progress-info';
    const inner = document.createElement('div');
    inner.className = 'wx-progress-inner-bar';
    const bar = document.createElement('div');
    bar.className = 'wx-progress-bar';
    bar.append(inner);
    element.prepend(bar, info);
    element.setAttribute('role', 'progressbar');
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', '100');
    let shown = 0;
    let frame = 0;

    const percent = (): number => Math.min(Math.max(self.get('percent'), 0), 100);

    function draw(value: number): void {
      shown = value;
      inner.style.width = `${String(value)}%`;
      info.textContent = `${String(Math.floor(value))}%`;
    }

    function describe(): void {
      const pixels = (value: unknown): string => `${String(Number.parseFloat(String(value)) || 0)}px`;
      bar.style.height = pixels(self.get('strokeWidth'));
      bar.style.borderRadius = inner.style.borderRadius = pixels(self.get('borderRadius'));
      bar.style.backgroundColor = self.get('backgroundColor');
      inner.style.backgroundColor = self.get('color') || self.get('activeColor');
      info.style.fontSize = pixels(self.get('fontSize'));
      info.hidden = !self.get('showInfo');
    }

    function move(): void {
      cancelAnimationFrame(frame);
      const target = percent();
      element.setAttribute('aria-valuenow', String(target));
      if (!self.get('active')) {
        draw(target);
        return;
      }
      const from = self.get('activeMode') === 'forwards' ? shown : 0;
      const startedAtMs = performance.now();
      const totalMs = Math.abs(target - from) * self.get('duration');
      const step = (nowMs: number): void => {
        const part = totalMs === 0 ? 1 : Math.min(Math.max(nowMs - startedAtMs, 0) / totalMs, 1);
        draw(from + (target - from) * part);
        if (part < 1) frame = requestAnimationFrame(step);
        else self.emit('activeend', { curPercent: target });
      };
      frame = requestAnimationFrame(step);
    }

    describe();
    move();
    return {
      changed: {
        percent: move,
        showInfo: describe,
        borderRadius: describe,
        fontSize: describe,
        strokeWidth: describe,
        color: describe,
        activeColor: describe,
        backgroundColor: describe,
        active: move,
      },
      detached: () => {
        cancelAnimationFrame(frame);
      },
    };
  },
});
