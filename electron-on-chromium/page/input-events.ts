import type { CommandParameters } from '../devtools-pipe.ts';

type MouseCommand = CommandParameters<'Input.dispatchMouseEvent'>;
type KeyCommand = CommandParameters<'Input.dispatchKeyEvent'>;
export type AppInputEvent =
  Electron.MouseInputEvent | Electron.MouseWheelInputEvent | Electron.KeyboardInputEvent;

/** An input event of `webContents.sendInputEvent` as Chromium's protocol has it. */
export type InputCommand =
  | { readonly kind: 'mouse'; readonly parameters: MouseCommand }
  | { readonly kind: 'key'; readonly parameters: KeyCommand };

const MODIFIER_BITS: Readonly<Record<string, number>> = {
  alt: 1,
  control: 2,
  ctrl: 2,
  meta: 4,
  command: 4,
  cmd: 4,
  shift: 8,
};
const BUTTON_BITS = { left: 1, right: 2, middle: 4 } as const;

interface Key {
  readonly key: string;
  readonly code: string;
  /** Windows virtual key code. */
  readonly keyCode: number;
  readonly text?: string;
}

/** Accelerator names that are not a single character. */
const NAMED_KEYS: Readonly<Record<string, Key>> = {
  enter: { key: 'Enter', code: 'Enter', keyCode: 13, text: '\r' },
  return: { key: 'Enter', code: 'Enter', keyCode: 13, text: '\r' },
  tab: { key: 'Tab', code: 'Tab', keyCode: 9 },
  space: { key: ' ', code: 'Space', keyCode: 32, text: ' ' },
  backspace: { key: 'Backspace', code: 'Backspace', keyCode: 8 },
  delete: { key: 'Delete', code: 'Delete', keyCode: 46 },
  insert: { key: 'Insert', code: 'Insert', keyCode: 45 },
  escape: { key: 'Escape', code: 'Escape', keyCode: 27 },
  esc: { key: 'Escape', code: 'Escape', keyCode: 27 },
  up: { key: 'ArrowUp', code: 'ArrowUp', keyCode: 38 },
  down: { key: 'ArrowDown', code: 'ArrowDown', keyCode: 40 },
  left: { key: 'ArrowLeft', code: 'ArrowLeft', keyCode: 37 },
  right: { key: 'ArrowRight', code: 'ArrowRight', keyCode: 39 },
  home: { key: 'Home', code: 'Home', keyCode: 36 },
  end: { key: 'End', code: 'End', keyCode: 35 },
  pageup: { key: 'PageUp', code: 'PageUp', keyCode: 33 },
  pagedown: { key: 'PageDown', code: 'PageDown', keyCode: 34 },
  shift: { key: 'Shift', code: 'ShiftLeft', keyCode: 16 },
  control: { key: 'Control', code: 'ControlLeft', keyCode: 17 },
  ctrl: { key: 'Control', code: 'ControlLeft', keyCode: 17 },
  alt: { key: 'Alt', code: 'AltLeft', keyCode: 18 },
  plus: { key: '+', code: 'Equal', keyCode: 187, text: '+' },
};

/** Throws for an event type that Electron documents and this folder lacks. */
export function inputCommand(event: AppInputEvent): InputCommand {
  return 'keyCode' in event
    ? { kind: 'key', parameters: keyCommand(event) }
    : { kind: 'mouse', parameters: mouseCommand(event) };
}

function modifiersOf(event: Electron.InputEvent): number {
  return (event.modifiers ?? []).reduce((bits, name) => bits | (MODIFIER_BITS[name] ?? 0), 0);
}

function mouseCommand(event: Electron.MouseInputEvent | Electron.MouseWheelInputEvent): MouseCommand {
  const { x, y } = event;
  const modifiers = modifiersOf(event);
  const button = event.button ?? 'left';
  const clickCount = event.clickCount ?? 1;
  switch (event.type) {
    case 'mouseDown':
      return { type: 'mousePressed', x, y, modifiers, button, buttons: BUTTON_BITS[button], clickCount };
    case 'mouseUp':
      return { type: 'mouseReleased', x, y, modifiers, button, clickCount };
    case 'mouseMove':
    case 'mouseEnter': {
      const held = (event.modifiers ?? []).includes('leftbuttondown');
      return { type: 'mouseMoved', x, y, modifiers, ...(held ? { button: 'left', buttons: 1 } : {}) };
    }
    case 'mouseWheel': {
      const { deltaX = 0, deltaY = 0 } = event as Electron.MouseWheelInputEvent;
      // Electron's deltas are those of the wheel; the protocol's are those of the content.
      return { type: 'mouseWheel', x, y, modifiers, deltaX: -deltaX, deltaY: -deltaY };
    }
    default:
      throw new Error(`sendInputEvent of type ${event.type} is not available in electron-on-chromium`);
  }
}

function keyCommand(event: Electron.KeyboardInputEvent): KeyCommand {
  const modifiers = modifiersOf(event);
  if (event.type === 'char') {
    return { type: 'char', modifiers, text: NAMED_KEYS[event.keyCode.toLowerCase()]?.text ?? event.keyCode };
  }
  const { key, code, keyCode } = keyOf(event.keyCode);
  const type = event.type === 'keyUp' ? 'keyUp' : 'rawKeyDown';
  return { type, modifiers, key, code, windowsVirtualKeyCode: keyCode };
}

function keyOf(name: string): Key {
  const named = NAMED_KEYS[name.toLowerCase()];
  if (named) return named;
  const functionKey = /^f(\d{1,2})$/i.exec(name)?.[1];
  if (functionKey !== undefined) {
    return { key: `F${functionKey}`, code: `F${functionKey}`, keyCode: 111 + Number(functionKey) };
  }
  if (name.length !== 1) throw new TypeError(`Invalid keyCode: ${name}`);
  const upper = name.toUpperCase();
  const code = /[A-Z]/.test(upper) ? `Key${upper}` : /\d/.test(name) ? `Digit${name}` : '';
  return { key: name, code, keyCode: upper.charCodeAt(0) };
}
