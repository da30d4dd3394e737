import { builtin, flag, text } from './builtin.ts';
import { attachTextField, TEXT_FIELD_PROPERTIES } from './text-field.ts';

/** Keyboards by `type`, as a phone would show them. */
const KEYBOARDS: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal', idcard: 'text' };

/** `input`: one line of text. */
export const input = builtin({
  tag: 'input',
  properties: {
    ...TEXT_FIELD_PROPERTIES,
    type: text('text'),
    password: flag(),
    alwaysEmbed: flag(),
    randomNumber: flag(),
  },
  attach(self) {
    const control = document.createElement('input');
    control.autocomplete = 'off';

    function describe(): void {
      const type = self.get('type');
      control.type = self.get('password') || type === 'safe-password' ? 'password' : 'text';
      control.inputMode = KEYBOARDS[type] ?? 'text';
    }

    describe();
    const behaviour = attachTextField(self, control, { confirmsOnEnter: () => true });
    return { ...behaviour, changed: { ...behaviour.changed, type: describe, password: describe } };
  },
});
