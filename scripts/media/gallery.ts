import type { Scene } from './scenes.ts';
import { svgDocument } from './svg.ts';

const TAB_ICON_SIDE = 81;
const TAB_GREY = '#8a8a8e';
const TAB_GREEN = '#07c160';

/** Anything laid out so that a cropped, turned or stretched copy can be told from the whole. */
function board(): Scene {
  const [width, height] = [300, 200];
  const corner = (x: number, y: number, colour: string): string =>
    `<rect x="${x}" y="${y}" width="${width / 2}" height="${height / 2}" fill="${colour}"/>`;
  const dot = (x: number, y: number): string => `<circle cx="${x}" cy="${y}" r="14" fill="#fff"/>`;
  const svg = svgDocument(
    width,
    height,
    corner(0, 0, '#2f80c8') +
      corner(width / 2, 0, '#17a398') +
      corner(0, height / 2, '#e08a3c') +
      corner(width / 2, height / 2, '#7a6cf0') +
      dot(26, 26) +
      `<rect x="260" y="12" width="28" height="28" fill="#fff"/>` +
      `<path d="M26 160l16 28H10z" fill="#fff"/>` +
      `<path d="M274 158l16 16-16 16-16-16z" fill="#fff"/>` +
      `<circle cx="150" cy="100" r="44" fill="#fff"/><circle cx="150" cy="100" r="26" fill="#1a1a1a"/>` +
      `<rect x="4" y="4" width="${width - 8}" height="${height - 8}" fill="none" stroke="#fff" stroke-width="4"/>`,
  );
  return { width, height, svg };
}

/** Four sails on a ground that lets through what lies behind. */
function pinwheel(): Scene {
  const side = 120;
  const sails = ['#c83a35', '#e0a33c', '#17a398', '#2f80c8']
    .map(
      (colour, turn) => `<path d="M60 60V8l44 26z" fill="${colour}" transform="rotate(${turn * 90} 60 60)"/>`,
    )
    .join('');
  return {
    width: side,
    height: side,
    svg: svgDocument(side, side, `${sails}<circle cx="60" cy="60" r="9" fill="#1a1a1a"/>`),
  };
}

function tabIcon(content: string): Scene {
  return {
    width: TAB_ICON_SIDE,
    height: TAB_ICON_SIDE,
    svg: svgDocument(TAB_ICON_SIDE, TAB_ICON_SIDE, content),
  };
}

function componentsIcon(colour: string): Scene {
  const square = (x: number, y: number): string =>
    `<rect x="${x}" y="${y}" width="24" height="24" rx="6" fill="none" stroke="${colour}" stroke-width="5"/>`;
  return tabIcon(
    square(13, 13) + square(44, 13) + square(13, 44) + `<circle cx="56" cy="56" r="14.5" fill="${colour}"/>`,
  );
}

function interfaceIcon(colour: string): Scene {
  return tabIcon(
    `<rect x="19" y="9" width="43" height="63" rx="9" fill="none" stroke="${colour}" stroke-width="5"/>` +
      `<rect x="28" y="31" width="25" height="19" rx="4" fill="${colour}"/>`,
  );
}

/** The Gallery sample's pictures by file name, all of them with transparency where nothing is drawn. */
export function galleryPictures(): Readonly<Record<string, Scene>> {
  return {
    'board.png': board(),
    'pinwheel.png': pinwheel(),
    'components.png': componentsIcon(TAB_GREY),
    'components-selected.png': componentsIcon(TAB_GREEN),
    'interface.png': interfaceIcon(TAB_GREY),
    'interface-selected.png': interfaceIcon(TAB_GREEN),
  };
}
