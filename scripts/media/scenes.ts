import { createRandom } from './random.ts';
import {
  blur,
  grain,
  hillsPath,
  radialGradient,
  scatter,
  svgDocument,
  verticalGradient,
  type Hills,
} from './svg.ts';

/** A picture to draw: its SVG and its size in pixels. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

const LONG_SIDE = 1200;
const SHORT_SIDE = 900;

function landscape(content: string, grainOpacity = 0.35): Scene {
  const svg = svgDocument(LONG_SIDE, SHORT_SIDE, content + grain(LONG_SIDE, SHORT_SIDE, grainOpacity));
  return { width: LONG_SIDE, height: SHORT_SIDE, svg };
}

function portrait(content: string, grainOpacity = 0.35): Scene {
  const svg = svgDocument(SHORT_SIDE, LONG_SIDE, content + grain(SHORT_SIDE, LONG_SIDE, grainOpacity));
  return { width: SHORT_SIDE, height: LONG_SIDE, svg };
}

function hills(
  fill: string,
  options: Omit<Hills, 'width' | 'bottom'>,
  width: number,
  bottom: number,
): string {
  return `<path d="${hillsPath({ ...options, width, bottom })}" fill="${fill}"/>`;
}

/** A ferry on calm water at sunrise. */
export function harbourDawn(): Scene {
  const horizon = 560;
  const glints = scatter(170, { x: 330, y: horizon + 8, width: 640, height: 330 }, 11, (x, y, chance) => {
    const nearness = (y - horizon) / 340;
    const pull = 650 + (x - 650) * (0.25 + nearness);
    const length = 14 + nearness * 90 * chance;
    return `<rect x="${(pull - length / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${length.toFixed(1)}" height="${(1.5 + nearness * 4).toFixed(1)}" rx="3" fill="#ffe9c4" opacity="${(0.15 + 0.5 * chance).toFixed(2)}"/>`;
  });
  const boat =
    `<g transform="translate(300 505)"><path d="M0 62h250l-22 44H34z" fill="#1d2f4b"/><path d="M0 62h250l-3 8H4z" fill="#e8634f"/>` +
    `<rect x="44" y="26" width="150" height="36" rx="5" fill="#f6ead9"/><rect x="72" y="0" width="92" height="28" rx="5" fill="#e3d3bd"/>` +
    [56, 82, 108, 134, 160]
      .map((x) => `<rect x="${x}" y="37" width="15" height="12" rx="3" fill="#35527a"/>`)
      .join('') +
    [82, 104, 126]
      .map((x) => `<rect x="${x}" y="8" width="14" height="10" rx="2" fill="#35527a"/>`)
      .join('') +
    `<path d="M128 -26h24v28h-24z" fill="#e8634f"/><path d="M128 -26h24v7h-24z" fill="#1d2f4b"/></g>` +
    `<g filter="url(#soft)" opacity=".55"><path d="M318 613h214l-26 60H346z" fill="#2a3a5e"/></g>`;
  const smoke = [0, 1, 2, 3]
    .map(
      (i) =>
        `<ellipse cx="${430 - i * 34}" cy="${468 - i * 20}" rx="${15 + i * 9}" ry="${9 + i * 4}" fill="#fff" opacity="${0.4 - i * 0.08}" filter="url(#soft)"/>`,
    )
    .join('');
  return landscape(
    `<defs>${verticalGradient('sky', [
      [0, '#3b4f8a'],
      [38, '#b77aa5'],
      [68, '#f7a58b'],
      [100, '#ffe0a8'],
    ])}` +
      verticalGradient('sea', [
        [0, '#f3b08d'],
        [30, '#a9789b'],
        [100, '#27386b'],
      ]) +
      `${radialGradient('glow', [
        [0, '#fff6da'],
        [30, '#ffe2a680'],
        [100, '#ffd99000'],
      ])}${blur('soft', 6)}</defs>` +
      `<rect width="1200" height="${horizon}" fill="url(#sky)"/><rect y="${horizon}" width="1200" height="340" fill="url(#sea)"/>` +
      `<circle cx="650" cy="505" r="330" fill="url(#glow)"/><circle cx="650" cy="505" r="58" fill="#fff7e2"/>` +
      hills('#9b7fa8', { y: 505, amplitude: 26, waves: 1.4, roughness: 0.5, seed: 4 }, 1200, horizon) +
      hills('#6d6595', { y: 535, amplitude: 18, waves: 2.2, roughness: 0.6, seed: 9 }, 1200, horizon) +
      `<rect y="${horizon - 2}" width="1200" height="4" fill="#fff" opacity=".25"/>${glints}${smoke}${boat}`,
  );
}

/** Blue ranges fading into mist under a pale moon. */
export function mistyRanges(): Scene {
  const ranges = Array.from({ length: 7 }, (_, i) => {
    const depth = i / 6;
    const colour = `hsl(${200 - depth * 22} ${32 + depth * 20}% ${74 - depth * 60}%)`;
    const options = {
      y: 330 + i * 84,
      amplitude: 44 + i * 5,
      waves: 1.3 + i * 0.35,
      roughness: 0.75,
      seed: 20 + i,
    };
    const mist = `<rect y="${options.y + 40}" width="1200" height="150" fill="url(#mist)" opacity="${0.75 - depth * 0.5}"/>`;
    return hills(colour, options, 1200, 900) + (i < 5 ? mist : '');
  }).join('');
  const birds = [
    [520, 210, 1],
    [575, 186, 0.8],
    [610, 228, 0.7],
    [660, 196, 0.6],
  ]
    .map(
      ([x, y, scale]) =>
        `<path transform="translate(${x} ${y}) scale(${scale})" d="M-22 0q11-13 22 0q11-13 22 0" fill="none" stroke="#44617a" stroke-width="4" stroke-linecap="round"/>`,
    )
    .join('');
  return landscape(
    `<defs>${verticalGradient('sky', [
      [0, '#8fb8d8'],
      [60, '#dfe9ec'],
      [100, '#f6efe2'],
    ])}` +
      verticalGradient('mist', [
        [0, '#f4f3ee00'],
        [70, '#f4f3ee'],
        [100, '#f4f3ee00'],
      ]) +
      `${radialGradient('halo', [
        [0, '#ffffff'],
        [40, '#ffffff55'],
        [100, '#ffffff00'],
      ])}</defs>` +
      `<rect width="1200" height="900" fill="url(#sky)"/><circle cx="860" cy="190" r="190" fill="url(#halo)"/>` +
      `<circle cx="860" cy="190" r="62" fill="#fffdf5"/>${birds}${ranges}`,
  );
}

/** Layered dunes in the colours of baked clay. */
export function paperDunes(): Scene {
  const colours = ['#f6c993', '#f0ac75', '#e58c5c', '#d06b4c', '#ac4c44', '#7c343f', '#4a2238'];
  const layers = colours
    .map((colour, i) => {
      const options = {
        y: 300 + i * 96,
        amplitude: 58,
        waves: 0.7 + (i % 3) * 0.3,
        roughness: 0.16,
        seed: 41 + i,
      };
      return `<g filter="url(#lift)">${hills(colour, options, 1200, 960)}</g>`;
    })
    .join('');
  return landscape(
    `<defs>${verticalGradient('sky', [
      [0, '#fbe8cf'],
      [100, '#f9d7a8'],
    ])}` +
      `<filter id="lift" x="-5%" y="-20%" width="110%" height="140%"><feDropShadow dx="0" dy="-10" stdDeviation="14" flood-color="#3d1420" flood-opacity=".35"/></filter></defs>` +
      `<rect width="1200" height="900" fill="url(#sky)"/><circle cx="330" cy="235" r="112" fill="#ef7d57"/>${layers}`,
    0.5,
  );
}

/** A quilt of quarter circles and dots in six colours. */
export function quarterQuilt(): Scene {
  const side = 150;
  const colours = ['#14324a', '#0f7c8a', '#f2b84b', '#e8634f', '#f4e9d8', '#7a6ff0'];
  const random = createRandom(5);
  const pick = (): string => colours[Math.floor(random() * colours.length)] ?? '#14324a';
  const pickOther = (ground: string): string => {
    const colour = pick();
    return colour === ground ? pickOther(ground) : colour;
  };
  const tiles = Array.from({ length: 48 }, (_, i) => {
    const x = (i % 8) * side;
    const y = Math.floor(i / 8) * side;
    const ground = pick();
    const ink = pickOther(ground);
    const shapes = [
      `<path d="M0 0h150a150 150 0 0 1 -150 150z" fill="${ink}"/>`,
      `<path d="M0 0h150a150 150 0 0 1 -150 150z" fill="${ink}"/><path d="M0 0h75a75 75 0 0 1 -75 75z" fill="${pickOther(ink)}"/>`,
      `<circle cx="75" cy="75" r="52" fill="${ink}"/><circle cx="75" cy="75" r="22" fill="${ground}"/>`,
      `<path d="M0 0a75 75 0 0 0 150 0zM0 150a75 75 0 0 1 150 0z" fill="${ink}"/>`,
    ];
    const turn = Math.floor(random() * 4) * 90;
    const shape = shapes[Math.floor(random() * shapes.length)] ?? '';
    return `<g transform="translate(${x} ${y})"><rect width="150.5" height="150.5" fill="${ground}"/><g transform="rotate(${turn} 75 75)">${shape}</g></g>`;
  }).join('');
  return landscape(tiles, 0.3);
}

/** A lighthouse under the stars: taller than wide. */
export function lighthouseNight(): Scene {
  const stars = scatter(
    230,
    { x: 0, y: 0, width: 900, height: 800 },
    3,
    (x, y, chance) =>
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(0.6 + chance ** 6 * 2.6).toFixed(2)}" fill="#fff" opacity="${(0.35 + chance * 0.6).toFixed(2)}"/>`,
  );
  const tower =
    `<g transform="translate(560 0)"><path d="M-44 470h88l26 430h-140z" fill="#f3ece0"/>` +
    `<path d="M-49 560h98l5 82h-108zM-59 724h118l5 84h-128z" fill="#d9503f"/>` +
    `<path d="M0 470h44l26 430H0z" fill="#101a38" opacity=".22"/>` +
    `<rect x="-60" y="452" width="120" height="20" rx="4" fill="#26345c"/><rect x="-34" y="392" width="68" height="60" fill="#ffe8a3"/>` +
    `<path d="M-34 392v60M-11 392v60M11 392v60M34 392v60" stroke="#26345c" stroke-width="5"/>` +
    `<path d="M-46 394q46-66 92 0z" fill="#d9503f"/><circle cy="352" r="8" fill="#26345c"/></g>`;
  const waves = Array.from({ length: 6 }, (_, i) =>
    hills(
      `hsl(${222 - i * 5} 48% ${20 + i * 4.5}%)`,
      { y: 970 + i * 44, amplitude: 9 + i, waves: 4 - i * 0.3, roughness: 0.25, seed: 60 + i },
      900,
      1200,
    ),
  ).join('');
  return portrait(
    `<defs>${verticalGradient('sky', [
      [0, '#0b1030'],
      [55, '#1e2b63'],
      [80, '#55508f'],
      [100, '#b3779a'],
    ])}` +
      `<linearGradient id="beam" x1="1" x2="0" y1=".5" y2=".35"><stop offset="0" stop-color="#fff2bf" stop-opacity=".85"/><stop offset="1" stop-color="#fff2bf" stop-opacity="0"/></linearGradient>` +
      `${radialGradient('lamp', [
        [0, '#fff7d6'],
        [35, '#ffe9a088'],
        [100, '#ffe9a000'],
      ])}</defs>` +
      `<rect width="900" height="1000" fill="url(#sky)"/>${stars}` +
      `<path d="M560 410L-60 170V470L560 436z" fill="url(#beam)"/>` +
      `<path d="M560 410L980 330V520L560 436z" fill="#fff2bf" opacity=".13"/>` +
      `<circle cx="560" cy="422" r="170" fill="url(#lamp)"/>` +
      hills('#141b3d', { y: 930, amplitude: 34, waves: 0.9, roughness: 0.7, seed: 77 }, 900, 1200) +
      `${tower}<path d="M190 1010Q380 872 560 878Q760 884 980 1010z" fill="#0d142f"/>${waves}`,
  );
}

/** Paper lanterns in an alley, seen upright: taller than wide. */
export function lanternAlley(): Scene {
  const lantern = (x: number, y: number, scale: number, hue: number): string =>
    `<g transform="translate(${x} ${y}) scale(${scale})"><path d="M0 -140V-62" stroke="#2b1a2e" stroke-width="3"/><circle r="150" fill="url(#lamp)"/>` +
    `<ellipse rx="66" ry="58" fill="hsl(${hue} 85% 58%)"/><ellipse rx="42" ry="58" fill="hsl(${hue + 8} 92% 66%)"/><ellipse rx="17" ry="58" fill="hsl(${hue + 16} 100% 76%)"/>` +
    `<rect x="-28" y="-66" width="56" height="14" rx="4" fill="#4a1d24"/><rect x="-28" y="52" width="56" height="14" rx="4" fill="#4a1d24"/>` +
    `<path d="M-9 66v44M0 66v54M9 66v44" stroke="#f3c15c" stroke-width="4" stroke-linecap="round"/></g>`;
  const windows = scatter(34, { x: 0, y: 120, width: 1, height: 820 }, 8, (x, y, chance) => {
    const left = chance < 0.5;
    const column = Math.floor(x * 3) * 62 + 28;
    const row = 150 + Math.floor((y - 120) / 96) * 96;
    return `<rect x="${left ? column : 900 - column - 34}" y="${row}" width="34" height="52" rx="4" fill="#ffcf7a" opacity="${(0.25 + chance * 0.5).toFixed(2)}"/>`;
  });
  const stones = Array.from({ length: 9 }, (_, i) => {
    const y = 960 + i * i * 3.2 + i * 4;
    const spread = ((y - 940) * 330) / 260;
    return `<path d="M${(330 - spread).toFixed(0)} ${y.toFixed(0)}H${(570 + spread).toFixed(0)}" stroke="#f6b36a" stroke-opacity=".22" stroke-width="${2 + i * 0.7}"/>`;
  }).join('');
  return portrait(
    `<defs>${verticalGradient('sky', [
      [0, '#1d1436'],
      [60, '#5b2a56'],
      [100, '#d46a5c'],
    ])}${verticalGradient('wall', [
      [0, '#1a1230'],
      [100, '#38203c'],
    ])}` +
      `${verticalGradient('ground', [
        [0, '#b4574f'],
        [100, '#24152f'],
      ])}${radialGradient('lamp', [
        [0, '#ffb65caa'],
        [45, '#ff8a4a33'],
        [100, '#ff8a4a00'],
      ])}</defs>` +
      `<rect width="900" height="1200" fill="url(#sky)"/><circle cx="450" cy="640" r="90" fill="#ffd9a0" opacity=".9"/>` +
      hills('#43224c', { y: 850, amplitude: 40, waves: 1.6, roughness: 0.5, seed: 31 }, 900, 1000) +
      `<path d="M0 0H230L330 950H0zM900 0H670L570 950H900z" fill="url(#wall)"/>${windows}` +
      `<path d="M0 1200L330 940H570L900 1200z" fill="url(#ground)"/><path d="M0 950V1200L330 940zM900 950V1200L570 940z" fill="#1c1230"/>${stones}` +
      lantern(450, 470, 0.55, 12) +
      lantern(330, 400, 0.75, 4) +
      lantern(580, 350, 0.85, 16) +
      lantern(235, 280, 1.1, 8) +
      lantern(690, 215, 1.25, 2),
  );
}

/** A paper boat with its shadow, on nothing: for a picture with transparency. */
export function paperBoat(): Scene {
  const side = 480;
  const svg = svgDocument(
    side,
    side,
    `<defs>${radialGradient('shade', [
      [0, '#0b2a4455'],
      [100, '#0b2a4400'],
    ])}${verticalGradient('water', [
      [0, '#2cb7b0cc'],
      [100, '#2cb7b000'],
    ])}</defs>` +
      `<ellipse cx="240" cy="368" rx="200" ry="34" fill="url(#shade)"/>` +
      `<path d="M240 90L340 262H240z" fill="#f2b84b"/><path d="M240 90L140 262h100z" fill="#ffd684"/>` +
      `<path d="M60 238L240 300L420 238L350 356H130z" fill="#f25f4c"/><path d="M60 238L240 300V356H130z" fill="#ff7a66"/>` +
      `<path d="M60 238L140 262H240V300z" fill="#ffd0c7"/><path d="M420 238L340 262H240V300z" fill="#ffb7aa"/>` +
      `<path d="M20 372q36-24 73 0t73 0t73 0t73 0t73 0t75 0v84H20z" fill="url(#water)"/>`,
  );
  return { width: side, height: side, svg };
}
