interface CoverOptions {
  readonly name: string;
  readonly text: string;
  readonly label: string;
  readonly comeBack: () => void;
}

/** What lies over a mini-program in the background, with the way back to it. Returns what takes it away. */
export function coverWithBackground(
  root: HTMLElement,
  { name, text, label, comeBack }: CoverOptions,
): () => void {
  const cover = document.createElement('div');
  cover.className = 'ferry-background';
  const icon = document.createElement('i');
  icon.className = 'ferry-background__icon';
  icon.textContent = Array.from(name)[0] ?? '';
  const title = document.createElement('strong');
  title.textContent = name;
  const said = document.createElement('p');
  said.textContent = text;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ferry-background__back';
  button.textContent = label;
  button.addEventListener('click', comeBack);
  cover.append(icon, title, said, button);
  root.append(cover);
  button.focus({ preventScroll: true });
  return () => {
    cover.remove();
  };
}
