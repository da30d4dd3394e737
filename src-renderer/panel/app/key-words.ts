/** Signs that keyboards of Apple carry; elsewhere the keys have names. */
const SIGNS: Readonly<Record<string, string>> = {
  $mod: '⌘',
  Meta: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Control: '⌃',
  Enter: '↩',
  Escape: 'esc',
  Backspace: '⌫',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Control: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** Keys as tinykeys writes them (`$mod+Shift+K`), as a person reads them: `⇧⌘K` on a Mac, `Ctrl+Shift+K` elsewhere. */
export function keyWords(keys: string, isMac: boolean): string {
  return keys
    .split(' ')
    .map((press) => {
      // What may be held or not is not told.
      const parts = press.split(/(?<=\w|\])\+/u).filter((part) => !part.startsWith('['));
      const words = parts.map((part) => (isMac ? SIGNS : NAMES)[part] ?? capital(part));
      if (!isMac) return words.join('+');
      // Apple's order: the command sign stands last before the key.
      const key = words.at(-1) ?? '';
      const signs = words.slice(0, -1).sort((one, other) => Number(one === '⌘') - Number(other === '⌘'));
      return [...signs, key].join('');
    })
    .join(' ');
}

/** `Digit1` names the key by its place, whatever it writes with what is held. */
function capital(part: string): string {
  const letter = /^(?:Digit|Key)(.)$/u.exec(part)?.[1] ?? part;
  return letter.length === 1 ? letter.toUpperCase() : letter;
}

/** Whether this computer is one of Apple's, whose keyboards have a command key. */
export function isApple(platform: string): boolean {
  return /^(mac|iphone|ipad)/iu.test(platform);
}
