import type { GeneralComponent } from 'glass-easel';

/** Class names as written in the template that uses a component, with that template's style scope. */
export function scopedClass(node: GeneralComponent, names: string): string {
  const owner = node.ownerShadowRoot?.getHostNode();
  const scope = owner?.getComponentOptions().styleScope ?? null;
  const prefix = scope === null ? undefined : owner?.getOwnerSpace().styleScopeManager.queryName(scope);
  const written = names.split(/\s+/).filter((name) => name !== '');
  const scoped = prefix === undefined || prefix === '' ? [] : written.map((name) => `${prefix}--${name}`);
  return [...written, ...scoped].join(' ');
}
