import type { CommandName, CommandParameters } from '../devtools-pipe.ts';
import type { ViewInput } from '../worlds/view-messages.ts';

type CommandOf<C extends CommandName> = { readonly method: C; readonly parameters: CommandParameters<C> };

/** What the user did to a view, as a command for its page. */
export type ViewInputCommand =
  | CommandOf<'Input.dispatchMouseEvent'>
  | CommandOf<'Input.dispatchTouchEvent'>
  | CommandOf<'Input.dispatchKeyEvent'>
  | CommandOf<'Input.insertText'>
  | CommandOf<'Input.imeSetComposition'>;

/** By the number an event has in `button`. */
const BUTTONS = ['left', 'middle', 'right', 'back', 'forward'] as const;
/** By the bit an event has in `buttons`. */
const HELD = [
  [1, 'left'],
  [2, 'right'],
  [4, 'middle'],
] as const;
/** Modifiers with which a key types nothing: Control and Meta, and Alt where it makes no other characters. */
const COMMAND_BITS = process.platform === 'darwin' ? 6 : 7;
const KEYPAD_LOCATION = 3;

/**
 * The command for an input event, or null for what is no event of the page's.
 * @param scale what the page's commands count by, per pixel of the view
 */
export function viewInputCommand(input: ViewInput, scale: number): ViewInputCommand | null {
  switch (input.kind) {
    case 'mouse': {
      const { type, buttons, clickCount, modifiers } = input;
      const held = HELD.find(([bit]) => (buttons & bit) !== 0)?.[1] ?? 'none';
      const button = type === 'mouseMoved' ? held : (BUTTONS[input.button] ?? 'none');
      const at = { x: input.x * scale, y: input.y * scale };
      return {
        method: 'Input.dispatchMouseEvent',
        parameters: { type, ...at, button, buttons, clickCount, modifiers },
      };
    }
    case 'wheel': {
      const { deltaX, deltaY, modifiers } = input;
      const at = { x: input.x * scale, y: input.y * scale };
      return {
        method: 'Input.dispatchMouseEvent',
        parameters: { type: 'mouseWheel', ...at, deltaX: deltaX * scale, deltaY: deltaY * scale, modifiers },
      };
    }
    case 'touch': {
      const touchPoints = input.points.map(({ id, x, y }) => ({ id, x: x * scale, y: y * scale }));
      const { type, modifiers } = input;
      return { method: 'Input.dispatchTouchEvent', parameters: { type, touchPoints, modifiers } };
    }
    case 'key':
      return { method: 'Input.dispatchKeyEvent', parameters: keyParameters(input) };
    case 'text':
      return { method: 'Input.insertText', parameters: { text: input.text } };
    case 'composition': {
      const { text, selectionStart, selectionEnd } = input;
      return { method: 'Input.imeSetComposition', parameters: { text, selectionStart, selectionEnd } };
    }
    default:
      return null;
  }
}

function keyParameters(
  input: Extract<ViewInput, { kind: 'key' }>,
): CommandParameters<'Input.dispatchKeyEvent'> {
  const { isDown, key, code, keyCode, location, isRepeated, modifiers } = input;
  const text = textOf(key, modifiers);
  const isTyped = isDown && text !== '';
  return {
    type: isTyped ? 'keyDown' : isDown ? 'rawKeyDown' : 'keyUp',
    key,
    code,
    modifiers,
    windowsVirtualKeyCode: keyCode,
    autoRepeat: isRepeated,
    isKeypad: location === KEYPAD_LOCATION,
    location: location === KEYPAD_LOCATION ? 0 : location,
    ...(isTyped ? { text, unmodifiedText: text } : {}),
  };
}

/** What the key types: nothing together with a command key. */
function textOf(key: string, modifiers: number): string {
  if ((modifiers & COMMAND_BITS) !== 0) return '';
  if (key === 'Enter') return '\r';
  return /^.$/u.test(key) ? key : '';
}
