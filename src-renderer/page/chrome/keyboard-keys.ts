/** Rows of a plain keyboard; a key of more than one letter is a wide one. */
const ROWS: readonly (readonly string[])[] = [
  'qwertyuiop'.split(''),
  'asdfghjkl'.split(''),
  ['⇧', ...'zxcvbnm'.split(''), '⌫'],
  ['123', '中', 'space', '⏎'],
];

/**
 * Draws a keyboard at the foot of a layer. Its keys are a picture; the bar above them has the one that puts it away.
 *
 * @param putAway called when the person closes it
 */
export function drawKeyboard(layer: HTMLElement, putAway: () => void): HTMLElement {
  const keyboard = document.createElement('div');
  keyboard.className = 'ferry-keyboard';
  const done = document.createElement('button');
  done.type = 'button';
  done.tabIndex = -1;
  done.className = 'ferry-keyboard__done';
  done.textContent = '完成';
  done.addEventListener('click', putAway);
  const bar = document.createElement('div');
  bar.className = 'ferry-keyboard__bar';
  bar.append(done);
  keyboard.append(bar, ...ROWS.map(drawRow));
  // A press on the picture must not take the focus from the field.
  keyboard.addEventListener('mousedown', (event) => {
    event.preventDefault();
  });
  layer.append(keyboard);
  return keyboard;
}

function drawRow(keys: readonly string[]): HTMLElement {
  const row = document.createElement('div');
  row.className = 'ferry-keyboard__row';
  row.setAttribute('aria-hidden', 'true');
  for (const key of keys) {
    const cap = document.createElement('i');
    cap.className = /^[a-z]$/.test(key)
      ? 'ferry-keyboard__key'
      : 'ferry-keyboard__key ferry-keyboard__key--grey';
    cap.classList.toggle('ferry-keyboard__key--space', key === 'space');
    cap.textContent = key === 'space' ? '' : key;
    row.append(cap);
  }
  return row;
}
