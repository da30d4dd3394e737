/** The browser's `EditContext`, as far as it is used here; the compiler's own library does not know it yet. */
export interface TextUpdate extends Event {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

interface EditContextEvents {
  readonly textupdate: TextUpdate;
  readonly compositionstart: Event;
  readonly compositionend: Event;
}

declare global {
  class EditContext {
    readonly text: string;
    updateText(start: number, end: number, text: string): void;
    updateControlBounds(bounds: DOMRect): void;
    updateSelectionBounds(bounds: DOMRect): void;
    addEventListener<K extends keyof EditContextEvents>(
      type: K,
      listener: (event: EditContextEvents[K]) => void,
    ): void;
  }

  interface HTMLElement {
    editContext: EditContext | null;
  }
}
