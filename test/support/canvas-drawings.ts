export const RED = [255, 0, 0, 255];
export const BLUE = [0, 0, 255, 255];
export const GREEN = [0, 128, 0, 255];
export const BLACK = [0, 0, 0, 255];
export const NOTHING = [0, 0, 0, 0];
/** 2 × 2, all red. */
export const RED_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==',
  'base64',
);
export const NETWORK_PICTURE = 'https://pictures.test/red.png';

/** What is drawn with the old context, and the pixel it leaves at (10, 10) of a canvas of 100 × 50. */
export const OLD_DRAWINGS: readonly (readonly [what: string, story: string, pixel: readonly number[]])[] = [
  ['setFillStyle and fillRect', `c.setFillStyle('red'); c.fillRect(5, 5, 10, 10);`, RED],
  ['fillStyle as a property', `c.fillStyle = 'blue'; c.fillRect(5, 5, 10, 10);`, BLUE],
  ['black to begin with', `c.fillRect(5, 5, 10, 10);`, BLACK],
  ['rect and fill', `c.setFillStyle('red'); c.rect(5, 5, 10, 10); c.fill();`, RED],
  [
    'setStrokeStyle, setLineWidth and stroke',
    `c.setStrokeStyle('red'); c.setLineWidth(6); c.moveTo(0, 10); c.lineTo(50, 10); c.stroke();`,
    RED,
  ],
  ['strokeRect', `c.strokeStyle = 'red'; c.lineWidth = 6; c.strokeRect(10, 10, 30, 30);`, RED],
  ['arc', `c.setFillStyle('red'); c.arc(10, 10, 8, 0, 2 * Math.PI); c.fill();`, RED],
  [
    'arcTo',
    `c.lineWidth = 8; c.strokeStyle = 'red'; c.moveTo(0, 10); c.arcTo(40, 10, 40, 40, 5); c.stroke();`,
    RED,
  ],
  [
    'quadraticCurveTo',
    `c.lineWidth = 8; c.strokeStyle = 'red'; c.moveTo(0, 10); c.quadraticCurveTo(10, 10, 40, 10); c.stroke();`,
    RED,
  ],
  [
    'bezierCurveTo',
    `c.lineWidth = 8; c.strokeStyle = 'red'; c.moveTo(0, 10); c.bezierCurveTo(5, 10, 20, 10, 40, 10); c.stroke();`,
    RED,
  ],
  [
    'closePath',
    `c.lineWidth = 8; c.strokeStyle = 'red'; c.moveTo(10, 0); c.lineTo(60, 0); c.lineTo(60, 40); c.lineTo(10, 40); c.closePath(); c.stroke();`,
    RED,
  ],
  [
    'beginPath',
    `c.rect(5, 5, 10, 10); c.beginPath(); c.setFillStyle('red'); c.rect(50, 5, 10, 10); c.fill();`,
    NOTHING,
  ],
  ['clip', `c.rect(50, 0, 10, 10); c.clip(); c.fillRect(0, 0, 100, 50);`, NOTHING],
  ['clearRect', `c.fillRect(0, 0, 100, 50); c.clearRect(5, 5, 10, 10);`, NOTHING],
  ['translate', `c.setFillStyle('red'); c.translate(5, 5); c.fillRect(0, 0, 10, 10);`, RED],
  ['scale', `c.setFillStyle('red'); c.scale(10, 10); c.fillRect(0.5, 0.5, 1, 1);`, RED],
  ['rotate', `c.setFillStyle('red'); c.rotate(Math.PI / 2); c.fillRect(5, -15, 10, 10);`, RED],
  ['transform', `c.setFillStyle('red'); c.transform(1, 0, 0, 1, 5, 5); c.fillRect(0, 0, 10, 10);`, RED],
  [
    'setTransform in CSS pixels',
    `c.setFillStyle('red'); c.translate(90, 0); c.setTransform(1, 0, 0, 1, 5, 5); c.fillRect(0, 0, 10, 10);`,
    RED,
  ],
  [
    'save and restore',
    `c.setFillStyle('red'); c.save(); c.setFillStyle('blue'); c.translate(50, 0); c.restore(); c.fillRect(5, 5, 10, 10);`,
    RED,
  ],
  ['setGlobalAlpha', `c.setFillStyle('red'); c.setGlobalAlpha(0); c.fillRect(5, 5, 10, 10);`, NOTHING],
  [
    'globalCompositeOperation',
    `c.fillRect(5, 5, 10, 10); c.globalCompositeOperation = 'destination-out'; c.fillRect(0, 0, 30, 30);`,
    NOTHING,
  ],
  ['setShadow', `c.setShadow(0, 20, 0, 'red'); c.fillRect(5, -15, 10, 10);`, RED],
  [
    'setLineDash',
    `c.lineWidth = 8; c.setLineDash([5, 10], 0); c.moveTo(0, 10); c.lineTo(60, 10); c.stroke();`,
    NOTHING,
  ],
  [
    'lineDashOffset',
    `c.lineWidth = 8; c.strokeStyle = 'red'; c.setLineDash([5, 10], 5); c.lineDashOffset = 5; c.moveTo(0, 10); c.lineTo(12, 10); c.stroke();`,
    RED,
  ],
  [
    'setLineCap',
    `c.lineWidth = 10; c.strokeStyle = 'red'; c.setLineCap('square'); c.moveTo(12, 10); c.lineTo(40, 10); c.stroke();`,
    RED,
  ],
  [
    'setLineJoin',
    `c.lineWidth = 20; c.strokeStyle = 'red'; c.setLineJoin('bevel'); c.moveTo(60, 18); c.lineTo(18, 18); c.lineTo(18, 45); c.stroke();`,
    NOTHING,
  ],
  [
    'setMiterLimit',
    `c.lineWidth = 20; c.setMiterLimit(0.1); c.moveTo(60, 18); c.lineTo(18, 18); c.lineTo(18, 45); c.stroke();`,
    NOTHING,
  ],
  [
    'createLinearGradient',
    `const g = c.createLinearGradient(0, 0, 20, 0); g.addColorStop(0, 'red'); g.addColorStop(1, 'red'); c.setFillStyle(g); c.fillRect(5, 5, 10, 10);`,
    RED,
  ],
  [
    'createCircularGradient',
    `const g = c.createCircularGradient(10, 10, 20); g.addColorStop(0, 'red'); g.addColorStop(1, 'red'); c.fillStyle = g; c.fillRect(5, 5, 10, 10);`,
    RED,
  ],
  ['createPattern', `c.fillStyle = c.createPattern('./red.png', 'repeat'); c.fillRect(5, 5, 10, 10);`, RED],
  ['drawImage in its own size', `c.drawImage('./red.png', 9, 9);`, RED],
  ['drawImage scaled', `c.drawImage('/pages/index/red.png', 5, 5, 10, 10);`, RED],
  ['drawImage of a part', `c.drawImage('http://tmp/red.png', 0, 0, 1, 1, 5, 5, 10, 10);`, RED],
  ['drawImage from the network', `c.drawImage('${NETWORK_PICTURE}', 5, 5, 10, 10);`, RED],
  [
    'a picture that is not there',
    `c.drawImage('./none.png', 0, 0, 50, 50); c.setFillStyle('red'); c.fillRect(5, 5, 10, 10);`,
    RED,
  ],
  [
    'fillText by its middle',
    `c.setFillStyle('red'); c.setFontSize(60); c.setTextAlign('center'); c.setTextBaseline('middle'); c.fillText('█', 10, 10);`,
    RED,
  ],
  [
    'strokeText',
    `c.setStrokeStyle('red'); c.lineWidth = 100; c.font = '60px sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle'; c.strokeText('█', 10, 10);`,
    RED,
  ],
  [
    'a call the browser refuses',
    `c.arc(0, 0, -5, 0, 1); c.setFillStyle('red'); c.fillRect(5, 5, 10, 10);`,
    RED,
  ],
];

/** Options of canvasToTempFilePath on the old canvas, half red and half blue, and the picture they give. */
export const PICTURES: readonly (readonly [
  what: string,
  options: string,
  picture: Record<string, unknown>,
])[] = [
  [
    'the whole, by the pixel ratio',
    `{ canvasId: 'old' }`,
    { extension: 'png', width: 200, height: 100, pixels: [RED, BLUE] },
  ],
  [
    'a part',
    `{ canvasId: 'old', x: 50, y: 0, width: 50, height: 50 }`,
    { width: 100, height: 100, pixels: [BLUE, BLUE] },
  ],
  [
    'a size of its own',
    `{ canvasId: 'old', destWidth: 30, destHeight: 15 }`,
    { width: 30, height: 15, pixels: [RED, BLUE] },
  ],
  [
    'more than there is',
    `{ canvasId: 'old', width: 900, height: 900, destWidth: 30, destHeight: 15 }`,
    { width: 30, height: 15, pixels: [RED, BLUE] },
  ],
  [
    'a JPEG',
    `{ canvasId: 'old', fileType: 'jpg', quality: 1 }`,
    { extension: 'jpg', head: 0xff, width: 200 },
  ],
  [
    'a JPEG of a quality outside 0–1',
    `{ canvasId: 'old', fileType: 'jpg', quality: 7 }`,
    { extension: 'jpg', width: 200 },
  ],
];
