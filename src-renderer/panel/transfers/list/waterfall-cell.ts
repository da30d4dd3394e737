import type { ExchangeRow } from '#contract/panel-exchanges';
import { formatBytes } from '../../../lib/format.ts';
import { KIND_COLORS, progressOf } from '../../exchange/exchange-view.ts';
import type { Texts } from '../../texts/texts.ts';
import type { LivePace } from './live-rates.svelte.ts';
import type { RowCell } from './row-cell.ts';
import { cellsOf } from './row-cells.ts';
import type { ShownRow } from './row-look.ts';
import { AttributePart, TextPart } from './row-parts.ts';
import type { WaterfallAxis } from './waterfall-axis.ts';

/** From here on there is room for the rate beside the percent. */
const RATE_PX = 156;
const LEAST_BAR_PX = 2;
const BAR_HEIGHT_PX = 8;

/** How far a running transfer is; of one that is over its phases, drawn as the cell's background. */
export function createWaterfallCell(node: HTMLSpanElement): RowCell {
  const style = new AttributePart(node, 'style');
  let progress: ReturnType<typeof createProgress> | null = null;
  return {
    node,
    show(shown, { axis, texts }, widthPx) {
      const isRunning = shown.row.state === 'running';
      style.show(`width: ${String(widthPx)}px${isRunning ? '' : barOf(shown.row, axis, widthPx)}`);
      if (isRunning) {
        progress ??= createProgress();
        if (progress.nodes[0]?.parentNode !== node) node.replaceChildren(...progress.nodes);
        progress.show(shown, texts, widthPx);
      } else if (node.firstChild) node.replaceChildren();
    },
  };
}

function barOf(row: ExchangeRow, axis: WaterfallAxis, widthPx: number): string {
  const { phases, longMs } = cellsOf(row);
  if (phases === '') return '';
  const fromMs = axis.fromEpochMs === null ? 0 : row.calledAtEpochMs - axis.fromEpochMs;
  const leftPx = (fromMs / axis.longMs) * widthPx;
  const barPx = Math.max(LEAST_BAR_PX, (longMs / axis.longMs) * widthPx);
  const size = `${barPx.toFixed(1)}px ${String(BAR_HEIGHT_PX)}px`;
  return `; background: ${phases} ${leftPx.toFixed(1)}px 50% / ${size} no-repeat`;
}

/** The bar and the words of a transfer that runs. */
function createProgress(): {
  readonly nodes: readonly Element[];
  show(shown: ShownRow, texts: Texts, widthPx: number): void;
} {
  const bar = document.createElement('span');
  const fill = document.createElement('span');
  const pace = new TextPart();
  bar.setAttribute('role', 'progressbar');
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', '100');
  bar.append(fill);
  fill.className = 'fill';
  const label = new AttributePart(bar, 'aria-label');
  const valueNow = new AttributePart(bar, 'aria-valuenow');
  const barLook = new AttributePart(bar, 'class');
  const color = new AttributePart(bar, 'style');
  const fillStyle = new AttributePart(fill, 'style');
  const paceLook = new AttributePart(pace.node, 'class');
  return {
    nodes: [bar, pace.node],
    show(shown, texts, widthPx) {
      const percent = progressOf(shown.row);
      label.show(texts.t('transfers.progress'));
      valueNow.show(percent === null ? null : String(percent));
      barLook.show(percent === null ? 'bar unknown' : 'bar');
      color.show(`--bar-color: ${KIND_COLORS[shown.row.kind]}`);
      fillStyle.show(`width: ${String(percent ?? 100)}%`);
      const isStalled = shown.pace !== null && shown.pace.stalledMs > 0;
      paceLook.show(isStalled ? 'pace bad' : 'pace');
      pace.show(paceTextOf(shown.pace, percent, texts, widthPx));
    },
  };
}

function paceTextOf(pace: LivePace | null, percent: number | null, texts: Texts, widthPx: number): string {
  const percentWord = percent === null ? '' : `${String(percent)}%`;
  const paceWord = paceWordOf(pace, texts);
  if (pace !== null && pace.stalledMs > 0) return paceWord;
  if (percentWord === '' || paceWord === '') return percentWord + paceWord;
  return widthPx >= RATE_PX ? `${percentWord} · ${paceWord}` : percentWord;
}

/** What a transfer that is alive has to say beside its bar. */
export function paceWordOf(pace: LivePace | null, { t }: Texts): string {
  if (!pace) return '';
  if (pace.stalledMs > 0) return t('list.stalledFor', { seconds: Math.floor(pace.stalledMs / 1000) });
  if (pace.serverMs > 0) return t('list.serverFor', { seconds: Math.floor(pace.serverMs / 1000) });
  return pace.bytesPerSecond > 0 ? `${formatBytes(Math.round(pace.bytesPerSecond))}/s` : '';
}
