/** The part of a key press that tells whether it writes. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'
>;

/**
 * Whether a press writes or edits in a text field, and so is no command there: letters, what AltGr and the option key
 * of Apple's keyboards make of them, and the clipboard, undo and select-all.
 */
export function isTypingKey(press: KeyPress, isMac: boolean): boolean {
  const { key, altKey, shiftKey } = press;
  const isCommanding = isMac ? press.metaKey : press.ctrlKey;
  if (key.length > 1) return !/^(F\d+|Escape)$/u.test(key);
  if (press.getModifierState('AltGraph')) return true;
  if (!isCommanding) return isMac || !altKey;
  if (altKey) return !isMac;
  return shiftKey ? /^[vz]$/iu.test(key) : /^[acvxyz]$/iu.test(key);
}
