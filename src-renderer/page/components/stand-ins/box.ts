import type { Builtin } from '../builtin.ts';
import { STAND_IN_WORDS } from './words.ts';

/** The label of a component that shows something else in its place: what it is, and what it would show. */
export interface StandInBox {
  /** Lines below the name. */
  say(...lines: readonly string[]): void;
}

/** Makes a component's element a labelled box, so that nobody takes a gap for a success. Its own content stays on top. */
export function labelledBox<V>({ element, host, node }: Builtin<V>, look: 'box' | 'line'): StandInBox {
  const tag = node.is.replace('wx://', '');
  const label = document.createElement('div');
  label.className = 'ferry-stand-in__label';
  const name = document.createElement('b');
  name.textContent = `<${tag}>`;
  const text = document.createElement('span');
  text.textContent = STAND_IN_WORDS[host.boot.locale].standIn;
  const details = document.createElement('span');
  label.append(name, text, details);
  element.classList.add('ferry-stand-in', `ferry-stand-in--${look}`);
  element.prepend(label);
  host.reports.unsupported(`<${tag}>`);
  return {
    say(...lines) {
      details.textContent = lines.join(' · ');
    },
  };
}
