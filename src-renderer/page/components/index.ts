import { ComponentSpace } from 'glass-easel';
import type { PageHost } from '../host.ts';
import type { AnyBuiltin, WxCalls } from './builtin.ts';
import { audio } from './audio.ts';
import { button } from './button.ts';
import { canvas } from './canvas.ts';
import { checkables } from './checkable.ts';
import { containers } from './containers.ts';
import { draggableSheet } from './draggable-sheet.ts';
import { covers } from './cover.ts';
import { editor } from './editor.ts';
import { form } from './form.ts';
import { gestureHandlers } from './gesture-handlers.ts';
import { gridView } from './grid-view.ts';
import { icon } from './icon.ts';
import { images } from './image.ts';
import { input } from './input.ts';
import { keyboardAccessory } from './keyboard-accessory.ts';
import { label } from './label.ts';
import { legacyDialogs } from './legacy-dialogs.ts';
import { listBuilder } from './list-builder.ts';
import { listView } from './list-view.ts';
import { matchMedia } from './match-media.ts';
import { movables } from './movable.ts';
import { navigator } from './navigator.ts';
import { pageContainer } from './page-container.ts';
import { pageSettings } from './page-meta.ts';
import { picker } from './picker.ts';
import { pickerViews } from './picker-view.ts';
import { progress } from './progress.ts';
import { richText } from './rich-text.ts';
import { rootPortal } from './root-portal.ts';
import { scrollView } from './scroll-view.ts';
import { shareElement } from './share-element.ts';
import { slider } from './slider.ts';
import { standIns } from './stand-ins/index.ts';
import { stickies } from './sticky.ts';
import { swipers } from './swiper.ts';
import { text } from './text.ts';
import { textarea } from './textarea.ts';
import { video } from './video/video.ts';
import { webView } from './web-view.ts';

const BUILTINS: readonly AnyBuiltin[] = [
  ...containers,
  text,
  ...images,
  button,
  input,
  textarea,
  keyboardAccessory,
  scrollView,
  navigator,
  form,
  label,
  ...checkables,
  slider,
  progress,
  icon,
  ...swipers,
  ...movables,
  ...stickies,
  matchMedia,
  gridView,
  listView,
  listBuilder,
  draggableSheet,
  richText,
  picker,
  ...pickerViews,
  ...covers,
  rootPortal,
  shareElement,
  ...gestureHandlers,
  pageContainer,
  ...pageSettings,
  editor,
  webView,
  ...legacyDialogs,
  canvas,
  video,
  audio,
  ...standIns,
];

/** Tags of all built-ins, also of those that are only a labelled box or hold others. */
export const BUILTIN_TAGS: readonly string[] = BUILTINS.map((definition) => definition.tag);

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Attributes, as written in WXML, by tag of the built-ins that really work. */
export const BUILTIN_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  BUILTINS.filter((definition) => definition.real).map((definition) => [
    definition.tag,
    Object.keys(definition.properties).map(kebab),
  ]),
);

/**
 * Defines every built-in in a component space of its own and makes it known in `space`, the mini-program's, under its
 * tag. app.json's `"style": "v2"` chooses the newer look of the controls.
 */
export function registerBuiltins(space: ComponentSpace, host: PageHost, wx: WxCalls): void {
  const own = new ComponentSpace();
  own.updateComponentOptions({ writeFieldsToNode: false });
  for (const definition of BUILTINS) {
    space.setGlobalUsingComponent(definition.tag, definition.define(own, host, wx));
  }
  document.documentElement.dataset['ferryStyle'] = host.project.app['style'] === 'v2' ? 'v2' : 'v1';
}
