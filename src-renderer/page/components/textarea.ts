import { rpxFromPx } from '../rpx.ts';
import { builtin, flag } from './builtin.ts';
import { attachTextField, TEXT_FIELD_PROPERTIES } from './text-field.ts';

/** `textarea`: several lines, as high as its text with `auto-height`. */
export const textarea = builtin({
  tag: 'textarea',
  properties: {
    ...TEXT_FIELD_PROPERTIES,
    autoHeight: flag(),
    fixed: flag(),
    showConfirmBar: flag(true),
    disableDefaultPadding: flag(),
  },
  attach(self) {
    const control = document.createElement('textarea');
    let lineCount = 0;

    /** Fits the height to the text and tells of a new number of lines. */
    function resized(): void {
      const { element } = self;
      const automatic = self.get('autoHeight');
      element.toggleAttribute('auto-height', automatic);
      control.style.height = '';
      if (!element.isConnected) return;
      if (automatic) {
        control.style.height = '0';
        control.style.height = `${String(control.scrollHeight)}px`;
      }
      const lineHeight = Number.parseFloat(getComputedStyle(control).lineHeight) || 1;
      const height = control.scrollHeight;
      const lines = Math.max(1, Math.round(height / lineHeight));
      if (lines === lineCount) return;
      lineCount = lines;
      self.emit('linechange', { height, heightRpx: rpxFromPx(height), lineCount, lineHeight });
    }

    const behaviour = attachTextField(self, control, {
      resized,
      // A done key is a new line here unless the project asks for another key.
      confirmsOnEnter: () => !['done', 'return'].includes(self.get('confirmType')),
    });
    queueMicrotask(resized);
    return { ...behaviour, changed: { ...behaviour.changed, autoHeight: resized } };
  },
});
