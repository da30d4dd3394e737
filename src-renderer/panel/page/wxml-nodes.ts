import type { WxmlNode } from '#contract/panel-inspect';
import type { TreeSource } from '../../ui/tree/tree-rows.ts';

/** How the WXML tree is read. */
export const WXML_SOURCE: TreeSource<WxmlNode> = {
  keyOf: ({ id }) => String(id),
  childrenOf: ({ children }) => children,
  canOpen: ({ hasChildren }) => hasChildren,
  textOf: ({ tag, text }) => (tag === '' ? text : tag),
};

/** A text of the template without the blanks around it. */
export function shownText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
