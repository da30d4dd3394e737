import { Component, type GeneralComponent } from 'glass-easel';

/**
 * Gives a page made by `Component()` what its URL says, where it has a property of the name (WeChat's "使用 Component
 * 构造器构造页面"). Comes before the page is attached.
 */
export function setQueryProperties(
  component: GeneralComponent,
  query: Readonly<Record<string, string>>,
): void {
  const proxy = Component.getDataProxy(component);
  const given = Object.entries(query).filter(([name]) => Component.hasProperty(component, name));
  for (const [name, value] of given) proxy.replaceProperty(name, value);
  if (given.length > 0) proxy.applyDataUpdates();
}
