import type { Quill } from '../editor/make-quill.ts';

/** What a mini-program gets from `select('#editor').context()`. */
export type EditorContext = Readonly<Record<string, (...values: unknown[]) => void>>;

type Options = Readonly<Record<string, unknown>>;

function optionsFrom(value: unknown): Options {
  return typeof value === 'object' && value !== null ? (value as Options) : {};
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Contents as `getContents` and the events tell them. */
export function contentsOf(quill: Quill): {
  readonly html: string;
  readonly text: string;
  readonly delta: unknown;
} {
  return {
    // Quill writes each blank as &nbsp;, which would keep lines from breaking wherever the text is shown.
    html: quill.getSemanticHTML().replaceAll('&nbsp;', ' ').replace(CURSOR, ''),
    text: quill.getText(),
    // Plain values: what a mini-program is given is no object of ours.
    delta: JSON.parse(JSON.stringify(quill.getContents())) as unknown,
  };
}

/** The selection, or where it was last: asked for its own, Quill would take the focus. */
function rangeOf(quill: Quill): { readonly index: number; readonly length: number } {
  const { index, length } = quill.getSelection() ?? quill.selection.savedRange;
  // The text may have become shorter since.
  const most = quill.getLength() - 1;
  const start = Math.min(index, most);
  return { index: start, length: Math.min(length, most - start) };
}

function currentFormats(quill: Quill): Record<string, unknown> {
  const { index, length } = rangeOf(quill);
  return quill.getFormat(index, length);
}

/** Where Quill keeps the formats chosen for what is typed next. */
const CURSOR = /<span class="ql-cursor">[^<]*<\/span>/g;

/** Formats of the selection in WeChat's words. */
export function formatsOf(quill: Quill): Readonly<Record<string, unknown>> {
  const { list, ...formats } = currentFormats(quill);
  if (list === undefined) return formats;
  return { ...formats, list: list === 'unchecked' ? 'check' : list };
}

function headerLevel(value: unknown): number {
  return Number(textOf(value).replace(/^h/i, ''));
}

/** What `format(name, value)` sets; null takes the format away, as a second time of the same does. */
function wantedFormat(name: string, value: unknown, current: unknown): unknown {
  if (name === 'indent') return textOf(value);
  const wanted =
    name === 'header'
      ? headerLevel(value)
      : name === 'list' && value === 'check'
        ? 'unchecked'
        : value === undefined || value === null || value === ''
          ? true
          : value;
  return wanted === current || (name === 'header' && wanted === 0) ? false : wanted;
}

export interface EditorActions {
  /** The editor has a format or contents that the mini-program is to hear of. */
  readonly changed: () => void;
  readonly isLocal: (src: string) => boolean;
}

/**
 * `EditorContext` (WeChat's documentation): each method carries itself out at the selection and calls `success` and
 * `complete`, or `fail` with the reason.
 */
export function createEditorContext(quill: Quill, actions: EditorActions): EditorContext {
  const methods: Readonly<Record<string, (options: Options) => Options | undefined>> = {
    getContents: () => contentsOf(quill),
    setContents(options) {
      const { delta } = options;
      const parsed =
        typeof delta === 'object' && delta !== null
          ? (delta as { ops?: unknown })
          : quill.clipboard.convert({ html: textOf(options['html']) });
      const ops = Array.isArray(parsed) ? parsed : parsed.ops;
      if (!Array.isArray(ops)) throw new Error('delta is invalid');
      quill.setContents(ops as never, 'api');
      return undefined;
    },
    insertText(options) {
      const { index, length } = rangeOf(quill);
      const text = textOf(options['text']);
      if (length > 0) quill.deleteText(index, length, 'api');
      quill.insertText(index, text, 'api');
      quill.setSelection(index + text.length, 0, 'api');
      return undefined;
    },
    insertDivider() {
      const { index, length } = rangeOf(quill);
      if (length > 0) quill.deleteText(index, length, 'api');
      quill.insertEmbed(index, 'divider', true, 'api');
      quill.setSelection(index + 1, 0, 'api');
      return undefined;
    },
    insertImage(options) {
      const src = textOf(options['src']);
      if (src === '') throw new Error('src is empty');
      const { index, length } = rangeOf(quill);
      if (length > 0) quill.deleteText(index, length, 'api');
      const data = options['data'];
      const custom =
        typeof data === 'object' && data !== null
          ? Object.entries(data)
              .map(([key, value]) => `${key}=${textOf(value)}`)
              .join('&')
          : '';
      quill.insertEmbed(index, 'image', src, 'api');
      quill.formatText(
        index,
        1,
        {
          width: textOf(options['width']),
          height: textOf(options['height']),
          alt: textOf(options['alt']),
          extClass: textOf(options['extClass']),
          'data-custom': custom,
          'data-local': actions.isLocal(src) ? src : '',
        },
        'api',
      );
      // A line of its own, unless `nowrap` asks for the same one.
      if (options['nowrap'] !== true) quill.insertText(index + 1, '\n', 'api');
      quill.setSelection(index + (options['nowrap'] === true ? 1 : 2), 0, 'api');
      return undefined;
    },
    deleteText(options) {
      quill.deleteText(Number(options['index']) || 0, Number(options['length']) || 0, 'api');
      return undefined;
    },
    clear() {
      quill.setContents([], 'api');
      return undefined;
    },
    removeFormat() {
      const { index, length } = rangeOf(quill);
      if (length > 0) quill.removeFormat(index, length, 'api');
      else for (const name of Object.keys(currentFormats(quill))) quill.format(name, false, 'api');
      return undefined;
    },
    undo() {
      quill.history.undo();
      return undefined;
    },
    redo() {
      quill.history.redo();
      return undefined;
    },
    getHistoryState() {
      const { undo, redo } = quill.history.stack;
      return { undo: undo.length > 0, redo: redo.length > 0 };
    },
    blur() {
      quill.blur();
      return undefined;
    },
    getSelection() {
      const range = quill.getSelection();
      return {
        range: range === null ? null : { index: range.index, length: range.length },
        bounds: range === null ? null : boundsOf(range),
      };
    },
    setSelection(options) {
      quill.setSelection(Number(options['index']) || 0, Number(options['length']) || 0, 'api');
      return undefined;
    },
    getBounds: (options) => ({
      bounds: boundsOf({ index: Number(options['index']) || 0, length: Number(options['length']) || 0 }),
    }),
    getSelectionText() {
      const range = quill.getSelection();
      return { text: range === null || range.length === 0 ? '' : quill.getText(range.index, range.length) };
    },
  };

  function boundsOf({ index, length }: { readonly index: number; readonly length: number }): Options {
    const { left, top, width, height } = quill.getBounds(index, length) ?? {
      left: 0,
      top: 0,
      width: 0,
      height: 0,
    };
    return { left, top, width, height };
  }

  function carriedOut(
    name: string,
    work: (options: Options) => Options | undefined,
  ): (value?: unknown) => void {
    return (value) => {
      const options = optionsFrom(value);
      const call = (callback: string, result: Options): void => {
        const found = options[callback];
        if (typeof found === 'function') (found as (result: Options) => unknown)(result);
      };
      let result: Options;
      let way: 'success' | 'fail' = 'success';
      try {
        result = { ...work(options), errMsg: `${name}:ok` };
        actions.changed();
      } catch (error) {
        way = 'fail';
        result = { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` };
      }
      queueMicrotask(() => {
        call(way, result);
        call('complete', result);
      });
    };
  }

  return {
    ...Object.fromEntries(Object.entries(methods).map(([name, work]) => [name, carriedOut(name, work)])),
    format(name: unknown, value?: unknown) {
      const written = textOf(name);
      quill.format(written, wantedFormat(written, value, currentFormats(quill)[written]), 'api');
      actions.changed();
    },
    scrollIntoView() {
      quill.scrollSelectionIntoView();
    },
  };
}
