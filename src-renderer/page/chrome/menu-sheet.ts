/** An entry of WeChat's menu. */
export interface MenuEntry {
  readonly name: string;
  readonly label: string;
  readonly act: () => void;
}

/** WeChat's menu behind the capsule's ⋯: rises from the foot of the screen; Escape and a tap outside close it. */
export function showMenuSheet(
  root: HTMLElement,
  title: string,
  cancelLabel: string,
  entries: readonly MenuEntry[],
): void {
  const shade = document.createElement('div');
  shade.className = 'ferry-menu';
  const box = document.createElement('div');
  box.className = 'ferry-menu__box';
  box.setAttribute('role', 'menu');
  box.setAttribute('aria-label', title);
  box.tabIndex = -1;
  const heading = document.createElement('div');
  heading.className = 'ferry-menu__title';
  heading.textContent = title;
  const row = document.createElement('div');
  row.className = 'ferry-menu__row';
  const before = document.activeElement;
  const close = (): void => {
    shade.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  for (const entry of entries) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ferry-menu__entry';
    button.dataset['entry'] = entry.name;
    button.setAttribute('role', 'menuitem');
    const icon = document.createElement('i');
    icon.className = `ferry-menu__icon ferry-menu__icon--${entry.name}`;
    const label = document.createElement('span');
    label.textContent = entry.label;
    button.append(icon, label);
    button.addEventListener('click', () => {
      close();
      entry.act();
    });
    row.append(button);
  }
  const cancel = document.createElement('button');
  cancel.type = 'button';
  cancel.className = 'ferry-menu__cancel';
  cancel.textContent = cancelLabel;
  cancel.addEventListener('click', close);
  shade.addEventListener('click', (event) => {
    if (event.target === shade) close();
  });
  shade.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  box.append(heading, row, cancel);
  shade.append(box);
  root.append(shade);
  box.focus({ preventScroll: true });
}
