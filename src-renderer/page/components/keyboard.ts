import type { GeneralComponent } from 'glass-easel';
import { elementOf } from './builtin.ts';

/** Makes a component reachable by Tab; Enter and Space on a focused element are taps already. */
export function attachKeyboard(node: GeneralComponent, role: string): void {
  const element = elementOf(node);
  if (!element.hasAttribute('role')) element.setAttribute('role', role);
  element.tabIndex = 0;
}
