import type { LiveDevice } from '../host.ts';

/** The time Apple's own pictures show: the same in every screenshot. */
const TIME = '9:41';

/** What the system writes above a page: time, network and battery, in the colour of the navigation bar. */
export function createStatusBar(): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'ferry-status';
  bar.setAttribute('aria-hidden', 'true');
  const time = document.createElement('span');
  time.className = 'ferry-status__time';
  time.textContent = TIME;
  const signs = document.createElement('span');
  signs.className = 'ferry-status__signs';
  for (const name of ['signal', 'battery']) {
    const sign = document.createElement('i');
    sign.className = `ferry-status__${name}`;
    signs.append(sign);
  }
  bar.append(time, signs);
  return bar;
}

/** Draws what is in the way of the picture at its edges: notch, island or camera hole, and the home indicator. */
export function drawScreenEdges(layer: HTMLElement, device: LiveDevice): void {
  const cutout = document.createElement('i');
  const indicator = document.createElement('i');
  indicator.className = 'ferry-screen__home';
  layer.append(cutout, indicator);
  const draw = (): void => {
    const { screen } = device.current();
    cutout.className = `ferry-screen__${screen.cutout}`;
    indicator.hidden = !screen.hasHomeIndicator;
  };
  draw();
  device.onChange(draw);
}
