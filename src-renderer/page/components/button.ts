import { builtin, flag, tap, text } from './builtin.ts';
import { openByType } from './button-open-type.ts';
import { formOf, sendForm } from './form.ts';
import { attachHover, hoverProperties } from './hover.ts';
import { attachKeyboard } from './keyboard.ts';

/** `button` with types, sizes, plain, loading, disabled, `form-type` and `open-type`. */
export const button = builtin({
  tag: 'button',
  properties: {
    ...hoverProperties('button-hover', 70, 20),
    // 'default', where it is written, is stronger than a class of the project; not written, it is not.
    type: text(),
    size: text('default'),
    plain: flag(),
    disabled: flag(),
    loading: flag(),
    formType: text(),
    openType: text(),
    name: text(),
    lang: text('en'),
    sessionFrom: text(),
    businessId: text(),
    phoneNumberNoQuotaToast: flag(true),
    sendMessageTitle: text(),
    sendMessagePath: text(),
    sendMessageImg: text(),
    appParameter: text(),
    showMessageCard: flag(),
  },
  attach(self) {
    const { element, node } = self;

    function describe(): void {
      const type = self.get('type');
      if (type === '') element.removeAttribute('type');
      else element.setAttribute('type', type);
      element.setAttribute('size', self.get('size'));
      element.toggleAttribute('plain', self.get('plain'));
      element.toggleAttribute('loading', self.get('loading'));
      const disabled = self.get('disabled');
      element.toggleAttribute('disabled', disabled);
      element.setAttribute('aria-disabled', String(disabled));
      element.setAttribute('aria-busy', String(self.get('loading')));
      element.tabIndex = disabled ? -1 : 0;
    }

    attachKeyboard(node, 'button');
    describe();
    node.addListener(
      'tap',
      (event) => {
        if (self.get('disabled')) event.stopPropagation();
      },
      { capture: true },
    );
    self.onTap(() => {
      if (self.get('disabled')) return;
      openByType(self);
      const formType = self.get('formType');
      if (formType !== 'submit' && formType !== 'reset') return;
      const form = formOf(element);
      if (form !== null) sendForm(form, formType);
    });
    const hover = attachHover(self, () => self.get('disabled'));
    return {
      changed: {
        ...hover.changed,
        type: describe,
        size: describe,
        plain: describe,
        disabled: describe,
        loading: describe,
      },
      ...(hover.detached ? { detached: hover.detached } : {}),
      activate: () => {
        if (!self.get('disabled')) tap(node);
      },
    };
  },
});
