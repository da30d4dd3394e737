/** What a test card says of itself. */
export interface TestCard {
  /** Shots, or pictures of a film so far. */
  readonly counter: number;
  readonly shownAt: Date;
  readonly facing: 'back' | 'front';
}

/** Width over height of every card, as phones take their pictures. */
export const CARD_RATIO = 3 / 4;

/** White to blue at three quarters, as television had them. */
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];
const GROUND = '#11161c';
const RAMP_STEPS = 11;
/** How long the light takes along the ramp. */
const SWEEP_MS = 2000;

/**
 * Draws Ferry's camera picture: colour bars, a circle that shows whether the picture has been stretched, a grey ramp
 * with a light that runs along it, a counter and the time. Sizes follow the canvas.
 */
export function drawTestCard(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  card: TestCard,
): void {
  const { width, height } = context.canvas;
  context.fillStyle = GROUND;
  context.fillRect(0, 0, width, height);
  drawBars(context, width, height * 0.6);
  drawRamp(context, card, { top: height * 0.6, width, height: height * 0.07 });
  drawCircle(context, width / 2, height * 0.3, width * 0.36);
  drawText(context, card, width, height);
}

type Context = Parameters<typeof drawTestCard>[0];

function drawBars(context: Context, width: number, height: number): void {
  const barWidth = width / BARS.length;
  for (const [index, colour] of BARS.entries()) {
    context.fillStyle = colour;
    context.fillRect(Math.round(index * barWidth), 0, Math.ceil(barWidth), height);
  }
}

function drawCircle(context: Context, x: number, y: number, radius: number): void {
  context.strokeStyle = '#fff';
  context.lineWidth = radius / 40;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.moveTo(x - radius, y);
  context.lineTo(x + radius, y);
  context.moveTo(x, y - radius);
  context.lineTo(x, y + radius);
  context.stroke();
}

function drawRamp(
  context: Context,
  { shownAt }: TestCard,
  place: { readonly top: number; readonly width: number; readonly height: number },
): void {
  const stepWidth = place.width / RAMP_STEPS;
  for (let step = 0; step < RAMP_STEPS; step += 1) {
    const grey = Math.round((255 * step) / (RAMP_STEPS - 1));
    context.fillStyle = `rgb(${String(grey)} ${String(grey)} ${String(grey)})`;
    context.fillRect(Math.floor(step * stepWidth), place.top, Math.ceil(stepWidth), place.height);
  }
  const at = (shownAt.getTime() % SWEEP_MS) / SWEEP_MS;
  context.fillStyle = '#e8634f';
  context.fillRect(at * (place.width - stepWidth / 4), place.top, stepWidth / 4, place.height);
}

function drawText(context: Context, card: TestCard, width: number, height: number): void {
  const unit = width / 24;
  const put = (text: string, x: number, y: number, sizeUnits: number, align: CanvasTextAlign): void => {
    context.font = `600 ${String(Math.round(sizeUnits * unit))}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace`;
    context.textAlign = align;
    context.fillText(text, x, y);
  };
  context.textBaseline = 'alphabetic';
  context.fillStyle = '#fff';
  put(card.counter.toString().padStart(4, '0'), unit * 1.5, height * 0.8, 4, 'left');
  put(timeText(card.shownAt), unit * 1.5, height * 0.88, 1.6, 'left');
  put(card.facing.toUpperCase(), width - unit * 1.5, height * 0.8, 1.7, 'right');
  context.fillStyle = 'rgb(255 255 255 / 65%)';
  put('FERRY TEST CARD', unit * 1.5, height * 0.945, 1.2, 'left');
  put(`${String(width)}×${String(height)}`, width - unit * 1.5, height * 0.945, 1.2, 'right');
}

/** Local time to the tenth of a second: `2026-11-22 14:03:07.5`. */
export function timeText(time: Date): string {
  const two = (value: number): string => value.toString().padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join(':');
  return `${day} ${clock}.${String(Math.floor(time.getMilliseconds() / 100))}`;
}
