import { formatDuration } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import type { Texts } from '../../texts/texts.ts';
import { addressFromUrl } from '../../exchange/exchange-view.ts';
import type { FreedLink, LaneBar } from './lanes-model.ts';

/** How a bar is called: method and path. */
export function nameOfBar({ row }: LaneBar): string {
  return visibleText(`${row.method} ${addressFromUrl(row.url).path}`);
}

/** Everything about a bar in a sentence or two. */
export function wordsOfBar(bar: LaneBar, isHeld: boolean, links: readonly FreedLink[], { t }: Texts): string {
  const { row } = bar;
  const name = nameOfBar(bar);
  const state = t(`state.${row.state}`);
  const spanWords = formatDuration(bar.toEpochMs - bar.fromEpochMs);
  if (!isHeld) return t('lanes.told.waited', { name, wait: spanWords, state });
  const wait = formatDuration(row.slot?.fromMs ?? row.queueMs);
  const words = [t('lanes.told.held', { name, slot: bar.lane + 1, held: spanWords, wait, state })];
  const got = links.find(({ to }) => to.row.id === row.id);
  if (got)
    words.push(t('lanes.told.freed', { name: nameOfBar(got.from), state: t(`state.${got.from.row.state}`) }));
  const gave = links.find(({ from }) => from.row.id === row.id);
  if (gave) words.push(t('lanes.told.freedBy', { name: nameOfBar(gave.to) }));
  return words.join(' ');
}
