import { Component, DataGroup, type GeneralComponent } from 'glass-easel';
import { applyCommon } from '../components/common-properties.ts';

/** How a template writes event bindings that its compiler did not see as such; glass-easel binds them itself. */
const BINDING = /^(?:bind|catch|captureBind|captureCatch|mutBind|on)/;

/**
 * Lets any component take the attributes that every element has (`hidden`, `animation`, `aria-…`), as a custom
 * component does on WeChat without having them as properties. Attributes that nothing knows of are ignored silently.
 */
export function acceptCommonAttributes(): void {
  const prototype = DataGroup.prototype as unknown as {
    replaceProperty(
      this: { readonly _$comp: GeneralComponent | null },
      name: string,
      value: unknown,
    ): boolean;
  };
  const replaceProperty = Reflect.get<object, string>(prototype, 'replaceProperty') as (
    ...values: unknown[]
  ) => boolean;
  prototype.replaceProperty = function (name, value) {
    if (Reflect.apply(replaceProperty, this, [name, value])) return true;
    const component = this._$comp;
    if (!component || BINDING.test(name) || isExternalClass(component, name)) return false;
    const element = component.getBackendElement() as unknown;
    if (element instanceof HTMLElement) applyCommon(element, name, value);
    return true;
  };
}

function isExternalClass(component: GeneralComponent, name: string): boolean {
  const dashed = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return (
    Component.isComponent(component) &&
    (component.hasExternalClass(name) || component.hasExternalClass(dashed))
  );
}
