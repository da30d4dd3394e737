import { glassElementAt } from '../events/gesture-event.ts';
import type { AnimatedProperty, AnimationAction, ExportedAnimation } from './create-animation.ts';
import { type Declarations, setRestingStyle } from './resting-style.ts';
import { isTransformName, transformFunction } from './transform.ts';

/** Ends the run that an element is in. */
const running = new WeakMap<HTMLElement, () => void>();

/**
 * Plays what `animation="{{…}}"` holds: the steps of `wx.createAnimation` one after another, as CSS transitions, so
 * that `transitionend` is heard as for any other. A new value ends the run before; one without steps does nothing.
 */
export function runActions(element: HTMLElement, value: unknown): void {
  const actions = actionsOf(value);
  const node = glassElementAt(element);
  if (actions.length === 0 || node === null) return;
  running.get(element)?.();
  let timer = 0;
  const play = (index: number): void => {
    const action = actions[index];
    if (!action || !element.isConnected) {
      running.delete(element);
      return;
    }
    setRestingStyle(node, declarationsOf(action));
    const { delay, duration } = action.option.transition;
    timer = window.setTimeout(play, delay + duration, index + 1);
  };
  // A transition needs a style to start from, which an element that has just come does not have before its frame.
  const frame = requestAnimationFrame(() => {
    play(0);
  });
  running.set(element, () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
}

function actionsOf(value: unknown): readonly AnimationAction[] {
  const actions = (value as Partial<ExportedAnimation> | null)?.actions;
  return Array.isArray(actions) ? (actions as readonly AnimationAction[]) : [];
}

function declarationsOf({ animates, option }: AnimationAction): Declarations {
  const { duration, timingFunction, delay } = option.transition;
  const transforms = animates.flatMap(({ type, args }) =>
    isTransformName(type) ? [transformFunction(type, args)] : [],
  );
  const styles = animates.flatMap(({ type, args }: AnimatedProperty): [string, string][] =>
    type === 'style' ? [[String(args[0]), String(args[1])]] : [],
  );
  const names = [...(transforms.length > 0 ? ['transform'] : []), ...styles.map(([name]) => name)];
  return new Map([
    ['transition-property', names.join(', ')],
    ['transition-duration', `${String(duration)}ms`],
    ['transition-timing-function', timingFunction],
    ['transition-delay', `${String(delay)}ms`],
    ['transform-origin', option.transformOrigin],
    ...(transforms.length > 0 ? ([['transform', transforms.join(' ')]] as const) : []),
    ...styles,
  ]);
}
