import type { KeyPress } from '../worlds/keys.ts';

/** A combination of keys as a menu names it. */
interface Accelerator {
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** As a page's `event.key` has it; letters small. */
  readonly key: string;
}

type Modifier = 'control' | 'alt' | 'meta' | 'shift';

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  control: 'control',
  ctrl: 'control',
  alt: 'alt',
  option: 'alt',
  altgr: 'alt',
  shift: 'shift',
  super: 'meta',
  meta: 'meta',
  command: 'meta',
  cmd: 'meta',
};

/** Names that a page's `event.key` spells otherwise. */
const KEYS: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  return: 'Enter',
  enter: 'Enter',
  esc: 'Escape',
  escape: 'Escape',
  tab: 'Tab',
  capslock: 'CapsLock',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  printscreen: 'PrintScreen',
  volumeup: 'AudioVolumeUp',
  volumedown: 'AudioVolumeDown',
  volumemute: 'AudioVolumeMute',
  medianexttrack: 'MediaTrackNext',
  mediaprevioustrack: 'MediaTrackPrevious',
  mediastop: 'MediaStop',
  mediaplaypause: 'MediaPlayPause',
};

/** What Electron's accelerator text means, or null for a text that means nothing. */
export function parseAccelerator(text: string, platform: NodeJS.Platform): Accelerator | null {
  const names = text.split('+').map((name) => name.trim().toLowerCase());
  // A plus sign for a key splits into two empty names: `Ctrl++`.
  const last = text.trim().endsWith('+') ? 'plus' : (names.pop() ?? '');
  const wanted = names.filter((name) => name !== '');
  const held = { control: false, alt: false, meta: false, shift: false };
  for (const name of wanted) {
    const isCommandOrControl = /^(commandorcontrol|cmdorctrl)$/.test(name);
    const modifier = isCommandOrControl ? (platform === 'darwin' ? 'meta' : 'control') : MODIFIERS[name];
    if (!modifier) return null;
    held[modifier] = true;
  }
  const key = keyFrom(last);
  return key === null ? null : { ...held, key };
}

function keyFrom(name: string): string | null {
  const named = KEYS[name];
  if (named !== undefined) return named;
  if (/^f([1-9]|1\d|2[0-4])$/.test(name)) return name.toUpperCase();
  const keypad = /^num(\d)$/.exec(name)?.[1];
  if (keypad !== undefined) return keypad;
  return /^.$/u.test(name) ? name : null;
}

/** Whether a key press is what an accelerator names. */
export function matchesAccelerator(accelerator: Accelerator, press: KeyPress): boolean {
  const { control, alt, meta } = accelerator;
  if (press.control !== control || press.alt !== alt || press.meta !== meta) return false;
  if (isSameKey(accelerator.key, press)) return press.shift === accelerator.shift || isShiftedSign(press);
  // With Shift, or on a keyboard without Latin letters, a key types something else: its place decides.
  return (
    press.shift === accelerator.shift && !/^[a-z]$/i.test(press.key) && isSamePlace(accelerator.key, press)
  );
}

function isSameKey(key: string, press: KeyPress): boolean {
  return press.key.toLowerCase() === key.toLowerCase();
}

/** A sign that is typed with Shift on some keyboards and without on others. */
function isShiftedSign({ key, shift }: KeyPress): boolean {
  return shift && /^[^\p{L}\p{N}\s]$/u.test(key);
}

function isSamePlace(key: string, { code }: KeyPress): boolean {
  return code === `Key${key.toUpperCase()}` || code === `Digit${key}`;
}
