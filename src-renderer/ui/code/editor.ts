import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { html } from '@codemirror/lang-html';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

export type CodeLanguage = 'json' | 'html' | 'javascript' | 'text';

export interface CodeEditorOptions {
  readonly text: string;
  readonly language: CodeLanguage;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly isEditable: boolean;
  /** Counted from 1; marked and brought into sight. */
  readonly line: number | null;
  readonly onchange: (text: string) => void;
}

/** A code view that lives in an element until it is ended. */
export interface CodeEditor {
  /** Shows another text or marks another line; what the person typed stays where the text is the same. */
  show(text: string, language: CodeLanguage, line: number | null): void;
  focus(): void;
  end(): void;
}

const LANGUAGES: Readonly<Record<CodeLanguage, () => Extension>> = {
  json: () => json(),
  html: () => html({ selfClosingTags: true }),
  javascript: () => javascript({ jsx: false, typescript: true }),
  text: () => [],
};

/** Longer texts are shown without colours: a parser that runs along with every scroll costs more than it tells. */
const LONGEST_PARSED = 2_000_000;

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.attributeName, tags.tagName], color: 'var(--json-key)' },
  { tag: [tags.string, tags.attributeValue, tags.regexp], color: 'var(--json-string)' },
  { tag: [tags.number], color: 'var(--json-number)' },
  { tag: [tags.keyword, tags.bool, tags.null, tags.atom], color: 'var(--json-word)' },
  { tag: [tags.comment], color: 'var(--text-soft)', fontStyle: 'italic' },
]);

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontSize: '12px', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--text-soft)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-editor.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selected) !important',
  },
  '.cm-marked-line': { backgroundColor: 'var(--warning-soft)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning)' },
});

/** Shows code in an element, with line numbers, folding and a search of its own (⌘F). */
export function createCodeEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const language = new Compartment();
  const marked = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: shownText(options.text, options.isEditable),
      extensions: [
        lineNumbers(),
        foldGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        search({ top: true }),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': options.label }),
        EditorState.readOnly.of(!options.isEditable),
        // Read-only text takes the focus too, for selection, search and scrolling by keys.
        EditorView.updateListener.of((update) => {
          if (update.docChanged && options.isEditable) options.onchange(update.state.doc.toString());
        }),
        language.of(languageFor(options.language, options.text)),
        marked.of(lineMark(options.line)),
      ],
    }),
  });
  reveal(view, options.line);

  return {
    show(text, name, line) {
      const shown = shownText(text, options.isEditable);
      const isOther = shown !== view.state.doc.toString();
      view.dispatch({
        ...(isOther ? { changes: { from: 0, to: view.state.doc.length, insert: shown } } : {}),
        effects: [language.reconfigure(languageFor(name, text)), marked.reconfigure(lineMark(line))],
      });
      reveal(view, line);
    },
    focus() {
      view.focus();
    },
    end() {
      view.destroy();
    },
  };
}

/** A line that is longer is shown in pieces. */
const LONGEST_LINE = 20_000;
const PIECE_LENGTH = 2000;

/**
 * What is only looked at has no line that a browser takes seconds to lay out: half a megabyte of marks over one letter
 * stood the window still for the better part of a minute.
 */
function shownText(text: string, isEditable: boolean): string {
  if (isEditable || text.length <= LONGEST_LINE) return text;
  return text
    .split('\n')
    .map((line) => (line.length <= LONGEST_LINE ? line : (line.match(PIECES) ?? []).join('\n')))
    .join('\n');
}

const PIECES = new RegExp(`[^]{1,${String(PIECE_LENGTH)}}`, 'gu');

function languageFor(name: CodeLanguage, text: string): Extension {
  return text.length > LONGEST_PARSED ? [] : LANGUAGES[name]();
}

function lineMark(line: number | null): Extension {
  if (line === null) return [];
  return EditorView.decorations.of((view) => {
    if (line > view.state.doc.lines || line < 1) return Decoration.none;
    return Decoration.set([
      Decoration.line({ class: 'cm-marked-line' }).range(view.state.doc.line(line).from),
    ]);
  });
}

function reveal(view: EditorView, line: number | null): void {
  if (line === null || line < 1 || line > view.state.doc.lines) return;
  view.dispatch({
    effects: EditorView.scrollIntoView(view.state.doc.line(line).from, { y: 'center' }),
  });
}
