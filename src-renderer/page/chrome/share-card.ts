interface ShareCard {
  /** What was done, as a heading. */
  readonly kind: string;
  readonly title: string;
  /** Where it leads: the path of a chat card, the query of a post. */
  readonly place: string;
  readonly pictureUrl: string | null;
  readonly programName: string;
  readonly closeLabel: string;
}

/** Shows what a page hands over to be shared, as the card a chat would show. */
export function showShareCard(root: HTMLElement, card: ShareCard): void {
  const shade = document.createElement('div');
  shade.className = 'ferry-share';
  const box = document.createElement('div');
  box.className = 'ferry-share__box';
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', card.kind);
  const line = (className: string, text: string): HTMLElement => {
    const element = document.createElement('div');
    element.className = `ferry-share__${className}`;
    element.textContent = text;
    return element;
  };
  box.append(line('kind', card.kind), line('program', card.programName), line('title', card.title));
  if (card.pictureUrl !== null) {
    const picture = document.createElement('img');
    picture.className = 'ferry-share__picture';
    picture.alt = '';
    picture.src = card.pictureUrl;
    box.append(picture);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'ferry-share__close';
  close.textContent = card.closeLabel;
  close.addEventListener('click', () => {
    shade.remove();
  });
  shade.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') shade.remove();
  });
  box.append(line('place', card.place), close);
  shade.append(box);
  root.append(shade);
  close.focus({ preventScroll: true });
}
