import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, text } from './builtin.ts';

/** Components that need what Ferry does not have yet. */
const TAGS: readonly string[] = [
  'ad',
  'ad-custom',
  'audio',
  'camera',
  'canvas',
  'channel-live',
  'channel-video',
  'editor',
  'live-player',
  'live-pusher',
  'map',
  'official-account',
  'official-account-publish',
  'open-data',
  'open-data-list',
  'video',
  'voip-room',
  'web-view',
];

const WORDS = { en: 'not supported in Ferry yet', 'zh-CN': 'Ferry 暂不支持' } as const;

/** A labelled box in the component's place, so that nobody takes a gap for a success. */
const boxes = TAGS.map((tag) =>
  builtin({
    tag,
    properties: { src: text(), type: text(), canvasId: text() },
    real: false,
    attach(self) {
      const { element, host } = self;
      host.reports.unsupported(`<${tag}>`);
      element.classList.add('ferry-unsupported');
      const label = document.createElement('div');
      label.className = 'ferry-unsupported__label';
      label.textContent = `<${tag}> ${WORDS[host.boot.locale]}`;
      element.prepend(label);
      return {};
    },
  }),
);

/** `picker` shows its content and takes part in forms; its pop-up does not open. */
const picker = builtin({
  tag: 'picker',
  properties: {
    mode: text('selector'),
    name: text(),
    value: anything(),
    range: anything([]),
    rangeKey: text(),
    start: text(),
    end: text(),
    fields: text('day'),
    disabled: anything(),
    headerText: text(),
    customItem: text(),
    level: text(),
  },
  real: false,
  attach(self) {
    const initially = self.get('value');
    self.onTap(() => {
      self.host.reports.unsupported(`<picker mode="${self.get('mode')}">`);
    });
    return {
      field: {
        value: () => self.get('value'),
        reset: () => {
          self.set('value', initially);
        },
      },
    };
  },
});

export const placeholders: readonly AnyBuiltin[] = [...boxes, picker];
