import { Component, dataUtils, type Element as GlassElement } from 'glass-easel';
import { PAGE_SCROLLER_CLASS, PAGE_VIEW_CLASS, pageOriginOf, fromPage } from '../events/geometry.ts';
import { nodeOf } from './node-registry.ts';

/** What `NodesRef.fields` may ask for (WeChat's "NodesRef.fields"). */
export interface NodeFields {
  readonly id?: boolean;
  readonly dataset?: boolean;
  readonly mark?: boolean;
  readonly rect?: boolean;
  readonly size?: boolean;
  readonly scrollOffset?: boolean;
  readonly properties?: readonly string[];
  readonly computedStyle?: readonly string[];
  readonly context?: boolean;
  readonly node?: boolean;
  readonly ref?: boolean;
}

export type NodeResult = Record<string, unknown>;

const EMPTY_RECT = { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 };

/** The DOM element behind a node; null for one without, such as a virtual host. */
export function domOf(element: GlassElement): HTMLElement | null {
  const backend = element.getBackendElement() as unknown;
  return backend instanceof HTMLElement ? backend : null;
}

/** The nearest DOM element that is or holds a node: its own, or that of a component around it. */
export function domAround(element: GlassElement): HTMLElement | null {
  const node = domOf(element);
  const host = node ? undefined : element.ownerShadowRoot?.getHostNode();
  return host ? domAround(host) : node;
}

/** Measures a node: lengths in CSS pixels from its page's origin. */
export function measureNode(element: GlassElement, fields: NodeFields): NodeResult {
  const node = domOf(element);
  const result: NodeResult = {};
  if (fields.id) result['id'] = element.id;
  if (fields.dataset) result['dataset'] = { ...(element.dataset as object | null) };
  if (fields.mark) result['mark'] = { ...element.collectMarks() };
  const rect =
    node && (fields.rect || fields.size) ? fromPage(node.getBoundingClientRect(), pageOriginOf(node)) : null;
  putRect(result, rect ?? EMPTY_RECT, fields);
  if (fields.scrollOffset) putScroll(result, node);
  putProperties(result, element, fields.properties);
  putStyles(result, node, fields.computedStyle);
  if (fields.context) result['context'] = node && nodeOf(node, 'context');
  if (fields.node) {
    result['node'] = node && nodeOf(node, 'node');
    if (node?.localName === 'wx-canvas') result['nodeCanvasType'] = canvasTypeOf(element);
  }
  if (fields.ref) result['ref'] = node && nodeOf(node, 'ref');
  return result;
}

/** Measures the view of the page that holds `inside`: its size, and how far the page is scrolled. */
export function measureViewport(inside: GlassElement, fields: NodeFields): NodeResult {
  const view = domAround(inside)?.closest(`.${PAGE_VIEW_CLASS}`) ?? null;
  const width = view?.clientWidth ?? document.documentElement.clientWidth;
  const height = view?.clientHeight ?? document.documentElement.clientHeight;
  const result: NodeResult = {};
  if (fields.id) result['id'] = '';
  if (fields.dataset) result['dataset'] = {};
  if (fields.mark) result['mark'] = {};
  putRect(result, { left: 0, top: 0, right: width, bottom: height, width, height }, fields);
  if (fields.scrollOffset) putScroll(result, view?.querySelector(`.${PAGE_SCROLLER_CLASS}`) ?? null);
  if (fields.context) result['context'] = null;
  if (fields.node) result['node'] = null;
  return result;
}

function putRect(result: NodeResult, rect: typeof EMPTY_RECT, fields: NodeFields): void {
  const { left, top, right, bottom, width, height } = rect;
  if (fields.rect) Object.assign(result, { left, top, right, bottom });
  if (fields.size) Object.assign(result, { width, height });
}

function putScroll(result: NodeResult, node: Element | null): void {
  result['scrollLeft'] = node?.scrollLeft ?? 0;
  result['scrollTop'] = node?.scrollTop ?? 0;
  result['scrollWidth'] = node?.scrollWidth ?? 0;
  result['scrollHeight'] = node?.scrollHeight ?? 0;
}

function camelFrom(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Values are copies, under the names as asked for. */
function putProperties(result: NodeResult, element: GlassElement, names: NodeFields['properties']): void {
  if (!Array.isArray(names) || !Component.isComponent(element)) return;
  for (const name of names as readonly string[]) {
    const property = camelFrom(name);
    if (!Component.hasProperty(element, property)) continue;
    result[name] = dataUtils.deepCopy(element.data[property], true);
  }
}

function putStyles(result: NodeResult, node: Element | null, names: NodeFields['computedStyle']): void {
  if (!Array.isArray(names) || names.length === 0) return;
  const computed = node && getComputedStyle(node);
  for (const name of names as readonly string[]) {
    const property = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    result[name] = computed?.getPropertyValue(property) ?? '';
  }
}

/** WeChat tells the kind of a canvas beside its node; `''` for the legacy one. */
function canvasTypeOf(element: GlassElement): string {
  return Component.isComponent(element) ? String(element.data['type'] ?? '') : '';
}
