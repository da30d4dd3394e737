import type { Element as GlassElement, GeneralComponent } from 'glass-easel';
import { domOf } from '../query/node-fields.ts';
import {
  browserKeyframes,
  declarationsOfFrame,
  type FrameStyle,
  frameStyle,
  type WrittenKeyframe,
} from './keyframes.ts';
import { setRestingStyle } from './resting-style.ts';
import type { TransformName } from './transform.ts';

/** The last argument of `this.animate` where it follows a scroll position (WeChat's "滚动驱动的动画"). */
export interface ScrollTimeline {
  readonly scrollSource: string;
  /** `vertical` when left out. */
  readonly orientation?: 'horizontal' | 'vertical';
  /** Offsets in CSS pixels; the whole way when left out. */
  readonly startScrollOffset?: number;
  readonly endScrollOffset?: number;
  /** The time, in ms, that the way from start to end stands for. */
  readonly timeRange?: number;
}

/** What an element's animations have left on it, and those still running. */
interface Animated {
  readonly running: Set<Animation>;
  readonly ends: (() => void)[];
  styles: Map<string, readonly [string, string]>;
  transforms: Map<TransformName, string>;
  transformOrigin: string | null;
}

const animated = new WeakMap<GlassElement, Animated>();

function stateOf(element: GlassElement): Animated {
  let state = animated.get(element);
  if (!state) {
    state = { running: new Set(), ends: [], styles: new Map(), transforms: new Map(), transformOrigin: null };
    animated.set(element, state);
  }
  return state;
}

function rest(element: GlassElement, state: Animated): void {
  setRestingStyle(element, declarationsOfFrame(state));
}

function keep(state: Animated, frame: FrameStyle): void {
  for (const [name, style] of frame.styles) state.styles.set(name, style);
  for (const [name, transform] of frame.transforms) state.transforms.set(name, transform);
  state.transformOrigin = frame.transformOrigin ?? state.transformOrigin;
}

export interface AnimateRequest {
  readonly selector: string;
  readonly frames: readonly WrittenKeyframe[];
  readonly durationMs: number;
  readonly timeline: ScrollTimeline | null;
  /** Runs when every match has come to its end; never with a timeline. */
  readonly done: () => void;
}

/**
 * `this.animate` (WeChat's "关键帧动画"): plays keyframes on every match of a selector within a component. What the
 * last frame sets stays until it is cleared.
 * @param lengths turns `rpx` in a value into what the document knows
 */
export function animate(
  component: GeneralComponent,
  { selector, frames, durationMs, timeline, done }: AnimateRequest,
  lengths: (text: string) => string,
): void {
  const root = component.getShadowRoot();
  const targets = root?.querySelectorAll(selector) ?? [];
  const keyframes = browserKeyframes(frames, lengths);
  const source = timeline ? root?.querySelector(timeline.scrollSource) : null;
  let left = 0;

  for (const target of targets) {
    const node = domOf(target);
    if (!node || keyframes.length === 0) continue;
    const state = stateOf(target);
    const animation = node.animate(keyframes, { duration: Math.max(0, durationMs), fill: 'both' });
    state.running.add(animation);
    if (timeline) {
      const scroller = source ? domOf(source) : null;
      state.ends.push(followScroll(animation, scroller, timeline, durationMs));
      continue;
    }
    left += 1;
    animation.onfinish = () => {
      keep(state, frameStyle(frames.at(-1) ?? {}, lengths));
      rest(target, state);
      state.running.delete(animation);
      animation.cancel();
      left -= 1;
      if (left === 0) done();
    };
  }
  if (left === 0 && !timeline) setTimeout(done);
}

/** Binds an animation's time to how far an element is scrolled. Returns its end. */
function followScroll(
  animation: Animation,
  scroller: Element | null,
  timeline: ScrollTimeline,
  durationMs: number,
): () => void {
  animation.pause();
  if (!scroller) return () => undefined;
  const isHorizontal = timeline.orientation === 'horizontal';
  const follow = (): void => {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = scroller;
    const whole = isHorizontal ? scrollWidth - clientWidth : scrollHeight - clientHeight;
    const { startScrollOffset = 0, endScrollOffset = whole, timeRange = durationMs } = timeline;
    const way = endScrollOffset - startScrollOffset;
    const gone = (isHorizontal ? scrollLeft : scrollTop) - startScrollOffset;
    const share = way === 0 ? Number(gone >= 0) : gone / way;
    animation.currentTime = Math.min(1, Math.max(0, share)) * timeRange;
  };
  follow();
  scroller.addEventListener('scroll', follow, { passive: true });
  return () => {
    scroller.removeEventListener('scroll', follow);
  };
}

/**
 * `this.clearAnimation`: takes away what animations have set on every match of a selector, or of it only the
 * properties that `options` names with true. Animations still running end.
 */
export function clearAnimation(
  component: GeneralComponent,
  selector: string,
  options: Readonly<Record<string, unknown>> | null,
): void {
  for (const target of component.getShadowRoot()?.querySelectorAll(selector) ?? []) {
    const state = animated.get(target);
    if (!state) continue;
    for (const animation of state.running) animation.cancel();
    state.running.clear();
    for (const end of state.ends.splice(0)) end();
    const isCleared = (name: string): boolean => options === null || options[name] === true;
    state.styles = new Map([...state.styles].filter(([name]) => !isCleared(name)));
    state.transforms = new Map([...state.transforms].filter(([name]) => !isCleared(name)));
    if (isCleared('transformOrigin')) state.transformOrigin = null;
    rest(target, state);
  }
}
