import { anything, builtin, flag, number, text } from './builtin.ts';
import { attachTextField, TEXT_FIELD_PROPERTIES } from './text-field.ts';
import { canType } from './text-filter.ts';

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
    safePasswordCertPath: text(),
    safePasswordLength: number(),
    safePasswordTimeStamp: anything(),
    safePasswordNonce: text(),
    safePasswordSalt: text(),
    safePasswordCustomHash: text(),
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
    const behaviour = attachTextField(self, control, {
      confirmsOnEnter: () => true,
      canType: (written) => canType(self.get('type'), written),
      left: () => {
        // WeChat reviews a nickname when the field is left; here every nickname is in order.
        if (self.get('type') === 'nickname') self.emit('nicknamereview', { pass: true, timeout: false });
      },
    });
    return { ...behaviour, changed: { ...behaviour.changed, type: describe, password: describe } };
  },
});
