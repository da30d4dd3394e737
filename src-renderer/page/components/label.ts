import { builtin, controlOf, elementOf, text } from './builtin.ts';

/** What a label can stand for. */
const CONTROLS = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea, wx-slider';

/** `label`: a tap activates the control named by `for`, or the first one inside. */
export const label = builtin({
  tag: 'label',
  properties: { for: text() },
  attach(self) {
    const { element, node } = self;

    function labelled(): Element | null {
      const id = self.get('for');
      if (id === '') return element.querySelector(CONTROLS);
      const target = node.ownerShadowRoot?.getElementById(id)?.asGeneralComponent();
      return target ? elementOf(target) : null;
    }

    node.addListener('tap', (event) => {
      const target = event.target.getBackendElement() as unknown;
      const original = event.getOriginalEvent();
      // What was touched may lie in a control's own parts; a control that was activated taps by itself.
      const at = original instanceof Event && original.target instanceof Element ? original.target : target;
      const touched = at instanceof Element ? at.closest(CONTROLS) : null;
      // The control under the finger answers for itself.
      if (touched !== null && element.contains(touched)) return;
      const control = labelled();
      if (control !== null) controlOf(control)?.activate?.();
    });
    return {};
  },
});
