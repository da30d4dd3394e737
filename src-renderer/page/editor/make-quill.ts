import Quill, { Delta } from 'quill/core';
import { FORMATS, registerFormats } from './formats.ts';
import { registerImages } from './image-blot.ts';

export interface QuillOptions {
  readonly placeholder: string;
  readonly isReadOnly: boolean;
  /** URL of the page's own origin for a picture's address. */
  readonly urlOf: (src: string) => string;
}

/** Tags whose text is for no reader. */
const SILENT_TAGS = ['script', 'style', 'title', 'noscript', 'template', 'iframe', 'object'];

let isRegistered = false;
let urlOf: (src: string) => string = (src) => src;

/** Makes an editor in an element of the page: Quill with WeChat's formats and none of its own looks. */
export function makeQuill(container: HTMLElement, options: QuillOptions): Quill {
  ({ urlOf } = options);
  if (!isRegistered) {
    isRegistered = true;
    registerFormats();
    registerImages((src) => urlOf(src));
  }
  const quill = new Quill(container, {
    placeholder: options.placeholder,
    readOnly: options.isReadOnly,
    formats: [...FORMATS],
    modules: {
      history: { userOnly: false },
      // Files dropped or pasted would end up in the text as data URLs; a mini-program puts pictures in by itself.
      uploader: { mimetypes: [] },
    },
  });
  for (const tag of SILENT_TAGS) quill.clipboard.addMatcher(tag, () => new Delta());
  return quill;
}

export type { default as Quill } from 'quill/core';
