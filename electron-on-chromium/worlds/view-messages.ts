/** Names of the world's two ends; the page cannot see them. */
export interface AgentNames {
  /** The function that posts a message, a JSON text, to the main process; the script takes it away at once. */
  readonly post: string;
  /** The function to define for what the main process sends. */
  readonly deliver: string;
}

/** A rectangle in CSS pixels of the document it is in. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A view as the host's document shows it, in CSS pixels of the host. */
export interface Layer extends Area {
  readonly id: number;
  readonly radius: number;
  /** CSS color behind the picture, until it is there. */
  readonly background: string;
}

/** What is under the pointer in a view's page. */
export interface Hover {
  /** A value of CSS `cursor`. */
  readonly cursor: string;
  readonly title: string;
}

/** A control of a view's page whose chooser the browser draws itself, outside the page. */
export type Chooser = { readonly area: Area } & (
  | { readonly kind: 'select'; readonly options: readonly ChooserOption[]; readonly selected: number }
  | {
      readonly kind: 'input';
      readonly type: string;
      readonly value: string;
      readonly min: string;
      readonly max: string;
      readonly step: string;
    }
);

export interface ChooserOption {
  readonly text: string;
  readonly group: string;
  readonly isDisabled: boolean;
}

/** What the user did to a view; positions are CSS pixels of the host from the view's corner. */
export type ViewInput =
  | {
      readonly kind: 'mouse';
      readonly type: 'mousePressed' | 'mouseReleased' | 'mouseMoved';
      readonly x: number;
      readonly y: number;
      readonly button: number;
      readonly buttons: number;
      readonly clickCount: number;
      readonly modifiers: number;
    }
  | {
      readonly kind: 'wheel';
      readonly x: number;
      readonly y: number;
      readonly deltaX: number;
      readonly deltaY: number;
      readonly modifiers: number;
    }
  | {
      readonly kind: 'touch';
      readonly type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel';
      readonly points: readonly { readonly id: number; readonly x: number; readonly y: number }[];
      readonly modifiers: number;
    }
  | {
      readonly kind: 'key';
      readonly isDown: boolean;
      readonly key: string;
      readonly code: string;
      readonly keyCode: number;
      readonly location: number;
      readonly isRepeated: boolean;
      readonly modifiers: number;
    }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'composition';
      readonly text: string;
      readonly selectionStart: number;
      readonly selectionEnd: number;
    }
  | { readonly kind: 'paste'; readonly text: string }
  /** What was chosen: the index of an option, or a value. */
  | { readonly kind: 'chosen'; readonly choice: number | string };

/** Where the host's window is, in pixels of the screen, and what screen that is. */
export interface Placement {
  readonly isVisible: boolean;
  readonly content: { readonly width: number; readonly height: number };
  readonly screen: ScreenInfo;
}

export interface ScreenInfo {
  readonly size: { readonly width: number; readonly height: number };
  readonly workArea: Area;
  readonly scaleFactor: number;
}

/** From the host's document. */
export type FromHost =
  | { readonly kind: 'input'; readonly id: number; readonly input: ViewInput }
  | { readonly kind: 'windowFocus'; readonly isFocused: boolean }
  | { readonly kind: 'placed'; readonly placement: Placement };

/** To the host's document. */
export type ToHost =
  | { readonly kind: 'layers'; readonly layers: readonly Layer[] }
  /** Answered when the picture, a JPEG or PNG in base 64, is on the screen. */
  | { readonly kind: 'frame'; readonly id: number; readonly picture: string }
  | { readonly kind: 'hover'; readonly id: number; readonly hover: Hover }
  /** Where text goes that is typed into the view, or null when nothing takes any. */
  | { readonly kind: 'editing'; readonly id: number; readonly area: Area | null }
  | { readonly kind: 'choose'; readonly id: number; readonly chooser: Chooser }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'focus'; readonly id: number }
  /** Whether closing the window waits for the app's consent. */
  | { readonly kind: 'guardClose'; readonly isGuarded: boolean };

/** From a view's own document. */
export type FromView =
  | { readonly kind: 'hover'; readonly hover: Hover }
  | { readonly kind: 'editing'; readonly area: Area | null }
  | { readonly kind: 'choose'; readonly chooser: Chooser }
  | { readonly kind: 'copied'; readonly text: string };

/** To a view's own document. */
export type ToView =
  /** Answered with whether the text is still to be inserted: the page may have done so itself. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'chosen'; readonly choice: number | string };
