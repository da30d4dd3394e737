import type { AnyBuiltin } from './builtin.ts';
import { builtin, text } from './builtin.ts';

/** Components that need what Ferry does not have yet. */
const TAGS: readonly string[] = [
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

export const placeholders: readonly AnyBuiltin[] = boxes;
