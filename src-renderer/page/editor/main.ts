import { makeQuill } from './make-quill.ts';
import { EDITOR_SLOT, type MakeQuill } from './slot.ts';

/** Entry of the editor's own bundle. */
const give = (window as unknown as Record<string, ((make: MakeQuill) => void) | undefined>)[EDITOR_SLOT];
give?.(makeQuill);
