import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontSize: '12px', lineHeight: '18px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--text-soft)', border: '0' },
  '.cm-changedLine': { backgroundColor: 'var(--warning-soft) !important' },
  '.cm-changedText': {
    background: 'none !important',
    textDecoration: 'underline 2px var(--warning)',
    textUnderlineOffset: '3px',
  },
  '.cm-collapsedLines': {
    background: 'var(--surface) !important',
    color: 'var(--text-soft)',
  },
});

/** Shows two texts side by side with their differences marked; returns its end. */
export function showTextMerge(
  parent: HTMLElement,
  texts: { readonly a: string; readonly b: string },
  labels: { readonly a: string; readonly b: string; readonly unchanged: string },
  isCollapsed: boolean,
): () => void {
  const extensions = (label: string): Extension => [
    lineNumbers(),
    look,
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorState.phrases.of({ '$ unchanged lines': labels.unchanged }),
  ];
  const view = new MergeView({
    parent,
    a: { doc: texts.a, extensions: extensions(labels.a) },
    b: { doc: texts.b, extensions: extensions(labels.b) },
    gutter: true,
    diffConfig: { scanLimit: 2000, timeout: 1000 },
    ...(isCollapsed ? { collapseUnchanged: { margin: 3, minSize: 6 } } : {}),
  });
  return () => {
    view.destroy();
  };
}
