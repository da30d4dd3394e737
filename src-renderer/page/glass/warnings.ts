import { addGlobalWarningListener, Component, Event as GlassEvent, type GeneralComponent } from 'glass-easel';
import { logAdvice } from '../errors/console.ts';
import { rememberNamed } from './named-methods.ts';

/** A page that warns with each frame has said all there is to say long before. */
const MOST_WARNINGS = 500;
const said = new Set<string>();

/** Tells the mini-program's developer something in the page's console, each text once. */
export function warnOnce(text: string): void {
  if (said.has(text) || said.size >= MOST_WARNINGS) return;
  said.add(text);
  logAdvice(text);
}

/** What glass-easel says that WeChat does not. */
const UNSAID = [
  /is not a valid property$/,
  /is overriding or merging\.$/,
  /^Use (?:string|number) as for-list/,
  /^The for-list data is neither Array nor Object, got type "(?:undefined|null)"/,
  /^recursive update detected/,
];
const SHARED_KEYS = /^Some keys are not unique while list updates: (.*)\.$/s;

/** What glass-easel throws of a definition, and WeChat passes over. */
const PASSED_OVER = [
  /^Cannot find method ".*" for observer of property ".*"\.$/s,
  /^The observer of property ".*" is not a function/s,
  /^the type of property ".*" is illegal$/s,
];

/**
 * Whether an error of glass-easel's is one that a definition makes no harm by in WeChat: a property without its
 * observer, or of no type it knows. Its developer is warned, once.
 *
 * @param component path of the component that is defined
 */
export function isPassedOver(error: unknown, component: unknown): boolean {
  if (!(error instanceof Error) || !PASSED_OVER.some((pattern) => pattern.test(error.message))) return false;
  warnOnce(
    typeof component === 'string' && component !== '' ? `[${component}] ${error.message}` : error.message,
  );
  return true;
}

function wordsOf(message: string, is: string): string | null {
  if (UNSAID.some((pattern) => pattern.test(message))) return null;
  const keys = SHARED_KEYS.exec(message)?.[1];
  // Items without the property, as with `wx:key="index"`: WeChat itself advises that.
  if (keys === '""') return null;
  if (keys === undefined) return is === '' ? message : `[${is}] ${message}`;
  return `[${is}] Do not set same key ${keys} in wx:key.`;
}

/**
 * Puts glass-easel's warnings in WeChat's words, names the component, and says each once; says once, too, where an
 * event meets a handler that its component does not have.
 */
export function warnAsWeChat(): void {
  addGlobalWarningListener((message, related) => {
    const words = wordsOf(message, typeof related === 'string' ? related : related.is);
    if (words !== null) warnOnce(words);
    return false;
  });

  let event = '';
  const listening = GlassEvent.prototype as unknown as {
    callListener(this: GlassEvent<unknown>, ...values: unknown[]): void;
  };
  const callListener = Reflect.get<object, string>(listening, 'callListener') as (
    ...values: unknown[]
  ) => void;
  listening.callListener = function (...values) {
    event = this.getEventName();
    Reflect.apply(callListener, this, values);
  };
  const finding = Component as unknown as {
    getMethod(component: GeneralComponent, name: string): unknown;
  };
  const getMethod = finding.getMethod.bind(Component);
  finding.getMethod = (component, name) => {
    const method = getMethod(component, name);
    rememberNamed(method);
    if (method === undefined && name !== '') {
      warnOnce(`Component "${component.is}" does not have a method "${name}" to handle event "${event}".`);
    }
    return method;
  };
}
