import type { makeQuill } from './make-quill.ts';

/**
 * Where the editor's script, which is loaded when the first `editor` is used, leaves its function for the component
 * that asked. Only there while it loads.
 */
export const EDITOR_SLOT = '__ferryEditorLoaded';

export type MakeQuill = typeof makeQuill;
