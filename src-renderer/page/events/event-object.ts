import { Element as GlassElementClass, type Element as GlassElement, type template } from 'glass-easel';
import { elementBehind } from '../glass/element-behind.ts';
import { isNamed } from '../glass/named-methods.ts';
import { gestureOf, touchesOf } from './gesture-event.ts';
import { createOwnerInstance } from './owner-instance.ts';

/** Handlers written in WXS have a template path that starts with something else (glass-easel's Data prefix). */
const DATA_PATH = 0;

/** The event object as WeChat documents it ("事件对象"): plain values and two methods. */
interface WxEventObject {
  readonly type: string;
  /** Milliseconds since the page runtime started. */
  readonly timeStamp: number;
  readonly target: EventPlace;
  readonly currentTarget: EventPlace;
  readonly mark: Readonly<Record<string, unknown>>;
  readonly detail: unknown;
  readonly touches?: readonly unknown[];
  readonly changedTouches?: readonly unknown[];
  /** Whether a handler bound by `mut-bind` has had the event. */
  readonly mut: boolean;
  /** True for what a person did with the page, false for what a component told. */
  readonly _userTap: boolean;
  preventDefault(): void;
  stopPropagation(): void;
}

interface EventPlace {
  readonly id: string;
  readonly offsetLeft: number;
  readonly offsetTop: number;
  readonly dataset: Readonly<Record<string, unknown>>;
}

/**
 * Stands between every listener in a template and glass-easel: a handler gets WeChat's event object instead of
 * glass-easel's, and a WXS handler the component that owns the template besides.
 */
export const wrapEvent: template.EventListenerWrapper = (owner, event, listener, path) => {
  const gesture = gestureOf(event);
  if (gesture) gesture.heard = true;
  const touches = touchesOf(event);
  const object: WxEventObject = {
    type: event.getEventName(),
    timeStamp: Math.round(performance.now()),
    target: placeOf(event.target),
    currentTarget: placeOf(event.currentTarget),
    mark: { ...event.mark },
    detail: event.detail,
    ...touches,
    mut: event.mutatedMarked(),
    _userTap: gesture !== null,
    preventDefault: () => {
      event.preventDefault();
    },
    stopPropagation: () => {
      event.stopPropagation();
    },
  };
  const isWxs = path == null ? !isNamed(listener) : path[0] !== DATA_PATH;
  const call = listener as unknown as (this: unknown, ...values: unknown[]) => unknown;
  const result = isWxs
    ? call.call(
        owner,
        { ...object, instance: createOwnerInstance(elementBehind(event.currentTarget)) },
        createOwnerInstance(elementBehind(owner)),
      )
    : call.call(owner, object);
  // `bindinput` may return the text to show; false is no word of WXML, but glass-easel would stop the event.
  return (result === false && !isWxs ? undefined : result) as boolean | undefined;
};

/**
 * Stands between a `change:` handler in WXS and glass-easel: the handler gets the owner and the element as WeChat's
 * descriptors ("WXS 响应事件"). The first value arrives when all of the owner's template is there, so that the handler
 * may look for other elements.
 */
export const wrapChange: template.ChangePropFilter = (listener) => {
  const call = listener as unknown as (...values: unknown[]) => void;
  return (newValue, oldValue, host, element) => {
    const tell = (): void => {
      call(newValue, oldValue, createOwnerInstance(host), createOwnerInstance(element));
    };
    if (GlassElementClass.isAttached(element)) tell();
    else queueMicrotask(tell);
  };
};

function placeOf(value: GlassElement): EventPlace {
  const element = elementBehind(value);
  const backend = element.getBackendElement() as unknown;
  const box = backend instanceof HTMLElement ? backend : null;
  return {
    id: element.id,
    offsetLeft: box?.offsetLeft ?? 0,
    offsetTop: box?.offsetTop ?? 0,
    dataset: { ...(element.dataset as Record<string, unknown> | null) },
  };
}
