import type { Quill } from '../editor/make-quill.ts';
import { EDITOR_SLOT, type MakeQuill } from '../editor/slot.ts';
import { loadScript } from '../loader/load-script.ts';
import { offerNode } from '../query/node-registry.ts';
import { relativeUrl } from '../resource-url.ts';
import { builtin, flag, text } from './builtin.ts';
import { contentsOf, createEditorContext, type EditorContext, formatsOf } from './editor-context.ts';
import { attachImageTools } from './editor-image-tools.ts';

/** Virtual paths of files that only this device has. */
const LOCAL_FILE = /^(?:wxfile:\/\/|https?:\/\/(?:tmp|usr|store)\/)/i;

let loading: Promise<MakeQuill> | null = null;

/** Loads the editor's script, once for all pages; a load that failed is tried again by the next editor. */
async function loadQuill(): Promise<MakeQuill> {
  loading ??= load();
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

async function load(): Promise<MakeQuill> {
  const target = window as unknown as Record<string, unknown>;
  const given: MakeQuill[] = [];
  target[EDITOR_SLOT] = (make: MakeQuill): void => {
    given.push(make);
  };
  try {
    await loadScript(relativeUrl('/runtime/editor.js'));
  } finally {
    Reflect.deleteProperty(target, EDITOR_SLOT);
  }
  const [make] = given;
  if (make === undefined) throw new Error('The editor did not start');
  return make;
}

/**
 * `editor` (WeChat's documentation of editor): rich text to write. Its script comes with the first one; `ready` says
 * that the context, `select('#editor').context()`, can be used.
 */
export const editor = builtin({
  tag: 'editor',
  properties: {
    readOnly: flag(),
    placeholder: text(),
    showImgSize: flag(),
    showImgToolbar: flag(),
    showImgResize: flag(),
    name: text(),
  },
  attach(self) {
    const { element, host } = self;
    const place = document.createElement('div');
    let quill: Quill | null = null;
    let context: EditorContext | null = null;
    let isAttached = true;
    let formats = '{}';
    let endTools: (() => void) | null = null;
    let lowerKeyboard: (() => void) | null = null;

    function tellFormats(): void {
      if (quill === null) return;
      const now = formatsOf(quill);
      const written = JSON.stringify(now);
      if (written === formats) return;
      formats = written;
      self.emit('statuschange', now);
    }

    function describe(): void {
      if (quill === null) return;
      quill.enable(!self.get('readOnly'));
      quill.root.dataset['placeholder'] = self.get('placeholder');
      quill.root.setAttribute('aria-label', self.get('placeholder'));
      quill.root.setAttribute('aria-readonly', String(self.get('readOnly')));
    }

    function focused(made: Quill): void {
      lowerKeyboard?.();
      lowerKeyboard = host.keyboard.open({
        element,
        cursorSpacingPx: 0,
        adjustPosition: true,
        holdKeyboard: false,
      });
      self.emit('focus', contentsOf(made));
    }

    function blurred(made: Quill): void {
      lowerKeyboard?.();
      lowerKeyboard = null;
      self.emit('blur', contentsOf(made));
    }

    function start(make: MakeQuill): void {
      const made = make(place, {
        placeholder: self.get('placeholder'),
        isReadOnly: self.get('readOnly'),
        urlOf: self.resourceUrl,
      });
      quill = made;
      // The class is the mini-program's to use: WeChat's own sample gives it to the `editor`, with a border.
      place.classList.replace('ql-container', 'ferry-editor__container');
      made.root.setAttribute('role', 'textbox');
      made.root.setAttribute('aria-multiline', 'true');
      // The texts of the editor are the mini-program's business, not the outer page's.
      for (const name of ['input', 'change']) {
        made.root.addEventListener(name, (event) => {
          event.stopPropagation();
        });
      }
      made.on('text-change', () => {
        self.emit('input', contentsOf(made));
        tellFormats();
      });
      made.on('selection-change', () => {
        if (made.hasFocus()) tellFormats();
      });
      made.root.addEventListener('focus', () => {
        focused(made);
      });
      made.root.addEventListener('blur', () => {
        blurred(made);
      });
      endTools = attachImageTools(element, made, () => ({
        size: self.get('showImgSize'),
        toolbar: self.get('showImgToolbar'),
        resize: self.get('showImgResize'),
        locale: host.boot.locale,
      }));
      context = createEditorContext(made, { changed: tellFormats, isLocal: (src) => LOCAL_FILE.test(src) });
      describe();
      self.emit('ready');
    }

    element.prepend(place);
    offerNode(element, 'context', () => context);
    loadQuill().then(
      (make) => {
        if (isAttached) start(make);
      },
      (error: unknown) => {
        host.reports.exception(error, { ours: true });
      },
    );
    return {
      changed: { readOnly: describe, placeholder: describe },
      detached: () => {
        isAttached = false;
        endTools?.();
        lowerKeyboard?.();
      },
      activate: () => quill?.focus(),
      field: {
        value: () => (quill === null ? '' : contentsOf(quill).html),
        reset: () => quill?.setContents([], 'api'),
      },
    };
  },
});
