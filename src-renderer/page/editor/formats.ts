import Quill, { Parchment } from 'quill/core';
import Bold from 'quill/formats/bold';
import Header from 'quill/formats/header';
import Indent from 'quill/formats/indent';
import Italic from 'quill/formats/italic';
import List from 'quill/formats/list';
import Script from 'quill/formats/script';
import Strike from 'quill/formats/strike';
import Underline from 'quill/formats/underline';

const { Scope, StyleAttributor } = Parchment;

/** CSS properties that `format` sets on the text selected, by WeChat's name (WeChat's EditorContext.format). */
const INLINE_STYLES: Readonly<Record<string, string>> = {
  color: 'color',
  backgroundColor: 'background-color',
  font: 'font',
  fontSize: 'font-size',
  fontStyle: 'font-style',
  fontVariant: 'font-variant',
  fontWeight: 'font-weight',
  fontFamily: 'font-family',
  letterSpacing: 'letter-spacing',
  textDecoration: 'text-decoration',
  wordWrap: 'word-wrap',
  wordBreak: 'word-break',
  whiteSpace: 'white-space',
};

const sides = (name: string): [string, string][] =>
  ['', 'Top', 'Bottom', 'Left', 'Right'].map((side) => [
    `${name}${side}`,
    side === '' ? name : `${name}-${side.toLowerCase()}`,
  ]);

/** The same for whole paragraphs. */
const BLOCK_STYLES: Readonly<Record<string, string>> = {
  align: 'text-align',
  direction: 'direction',
  lineHeight: 'line-height',
  textIndent: 'text-indent',
  ...Object.fromEntries([...sides('margin'), ...sides('padding')]),
};

/** Colours are told as the hex digits they were set by, where the browser answers `rgb(…)`. */
class Color extends StyleAttributor {
  override value(node: HTMLElement): string {
    const value = super.value(node) as string;
    const [, ...parts] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(value) ?? [];
    if (parts.length === 0) return value;
    return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
  }
}

/** `ins`, which Quill does not have. */
class Inserted extends Bold {
  static override blotName = 'ins';
  static override tagName = ['INS'];
}

const BlockEmbed = Quill.import('blots/block/embed') as typeof Parchment.EmbedBlot;

class Divider extends BlockEmbed {
  static override blotName = 'divider';
  static override tagName = 'hr';
}

/** Every format there is; what is pasted or set keeps no other. Attributes of a picture are the picture's own. */
export const FORMATS: readonly string[] = [
  ...['bold', 'italic', 'underline', 'strike', 'ins', 'script', 'header', 'indent', 'list'],
  ...['divider', 'image'],
  ...Object.keys(INLINE_STYLES),
  ...Object.keys(BLOCK_STYLES),
];

/** Makes the formats known to Quill. */
export function registerFormats(): void {
  const styles = (table: Readonly<Record<string, string>>, scope: Parchment.Scope): void => {
    for (const [name, property] of Object.entries(table)) {
      const Attributor = property.endsWith('color') ? Color : StyleAttributor;
      Quill.register(`formats/${name}`, new Attributor(name, property, { scope }), true);
    }
  };
  styles(INLINE_STYLES, Scope.INLINE);
  styles(BLOCK_STYLES, Scope.BLOCK);
  for (const format of [Bold, Italic, Underline, Strike, Inserted, Script, Header, List, Divider]) {
    Quill.register(`formats/${format.blotName}`, format, true);
  }
  Quill.register('formats/indent', Indent, true);
}
