import { type AlbumItem, extensionOfName } from '#contract/pickers';
import { element } from './dom.ts';
import type { OverlayLocale } from './words.ts';
import { PICKER_WORDS } from './picker-words.ts';

/** An item as the picker shows it; `url` is relative to the document. */
export type PickerItem = AlbumItem;

/** A picture or a video of the grid; `place` counts from 1 among its kind. */
export function mediaTile(item: PickerItem, place: number, locale: OverlayLocale): HTMLButtonElement {
  const words = PICKER_WORDS[locale];
  const isVideo = item.kind === 'video';
  return element(
    'button',
    {
      type: 'button',
      class: 'ferry-picker__tile ferry-picker__picture',
      role: 'checkbox',
      tabindex: -1,
      'aria-label': `${isVideo ? words.video : words.picture} ${String(place)}`,
    },
    ...(isVideo ? videoParts(item) : [element('img', { src: item.url, alt: '', draggable: 'false' })]),
    mark(),
  );
}

/** The first picture of a video, and how long it is as soon as that is known. */
function videoParts(item: PickerItem): HTMLElement[] {
  const badge = element('span', { class: 'ferry-picker__duration' });
  const video = element('video', { preload: 'auto', playsinline: true });
  video.muted = true;
  video.addEventListener('loadedmetadata', () => {
    if (Number.isFinite(video.duration)) badge.textContent = clockText(video.duration);
  });
  video.src = item.url;
  return [video, badge];
}

/** A document, a sound or an archive: its extension, name and size. */
export function fileRow(item: PickerItem): HTMLButtonElement {
  const extension = extensionOfName(item.id);
  return element(
    'button',
    {
      type: 'button',
      class: 'ferry-picker__tile ferry-picker__file',
      role: 'checkbox',
      tabindex: -1,
      'aria-label': item.id,
    },
    element(
      'span',
      { class: `ferry-picker__badge ${badgeClass(extension)}`, 'aria-hidden': 'true' },
      extension,
    ),
    element(
      'span',
      { class: 'ferry-picker__about' },
      element('span', { class: 'ferry-picker__name' }, item.id),
      element('span', { class: 'ferry-picker__size' }, sizeText(item.size)),
    ),
    mark(),
  );
}

function mark(): HTMLElement {
  return element('span', { class: 'ferry-picker__mark', 'aria-hidden': 'true' });
}

/** Colours by what opens the file, as its own program is coloured. */
const BADGES: Readonly<Record<string, readonly string[]>> = {
  text: ['doc', 'docx', 'txt', 'rtf', 'md'],
  sheet: ['xls', 'xlsx', 'csv'],
  slides: ['ppt', 'pptx'],
  pdf: ['pdf'],
  sound: ['mp3', 'wav', 'm4a', 'aac', 'ogg', 'flac', 'amr', 'silk'],
};

function badgeClass(extension: string): string {
  const found = Object.entries(BADGES).find(([, extensions]) => extensions.includes(extension));
  return `ferry-picker__badge--${found?.[0] ?? 'other'}`;
}

/** `0:05`, `12:00`. */
export function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/** Two significant digits: `3.7 kB`, `64 kB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}
