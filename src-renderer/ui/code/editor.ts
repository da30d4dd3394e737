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
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { inPieces, type LaidOut, shownLine } from './pieces.ts';

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
  '.cm-unseen': { color: 'var(--warning)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning)' },
});

/** Shows code in an element, with line numbers, folding and a search of its own (⌘F). */
export function createCodeEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const language = new Compartment();
  const marked = new Compartment();
  const numbers = new Compartment();
  let laid = laidOut(options.text, options.isEditable);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: laid.text,
      extensions: [
        numbers.of(numbersOf(laid)),
        foldGutter(),
        history(),
        drawSelection(),
        highlightSpecialChars({ addSpecialChars: UNSEEN, render: namedCharacter }),
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
        marked.of(lineMark(shownLine(laid, options.line))),
      ],
    }),
  });
  reveal(view, shownLine(laid, options.line));

  return {
    show(text, name, line) {
      laid = laidOut(text, options.isEditable);
      const isOther = laid.text !== view.state.doc.toString();
      const mark = shownLine(laid, line);
      view.dispatch({
        ...(isOther ? { changes: { from: 0, to: view.state.doc.length, insert: laid.text } } : {}),
        effects: [
          language.reconfigure(languageFor(name, text)),
          marked.reconfigure(lineMark(mark)),
          numbers.reconfigure(numbersOf(laid)),
        ],
      });
      reveal(view, mark);
    },
    focus() {
      view.focus();
    },
    end() {
      view.destroy();
    },
  };
}

/** What moves or hides what stands beside it: the code that is read is to be the code that is there. */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** As everywhere in the panel: `‹U+202E›`. */
function namedCharacter(code: number): HTMLElement {
  const name = document.createElement('span');
  name.className = 'cm-unseen';
  name.textContent = `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  return name;
}

function laidOut(text: string, isEditable: boolean): LaidOut {
  return isEditable ? { text, lines: null } : inPieces(text);
}

/** Numbers of the lines of the text, whatever pieces they are shown in. */
function numbersOf({ lines }: LaidOut): Extension {
  if (!lines) return lineNumbers();
  return lineNumbers({
    formatNumber(line) {
      const written = lines[line - 1] ?? 0;
      return written === 0 ? '' : String(written);
    },
  });
}

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
