/**
 * A page reaches only its own origin. Scripts come from two folders of ours; whatever the code package holds is
 * served as data, never as a script.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  // Leaves out what a page may not do over Ferry's head: boxes that wait for an answer, downloads, windows, printing.
  'sandbox allow-scripts allow-same-origin',
].join('; ');

/** What a browser offers and a page may not even ask for, whatever this runtime asks the app about. */
export const PAGE_PERMISSIONS = [
  ...['camera', 'clipboard-read', 'clipboard-write', 'display-capture', 'fullscreen', 'geolocation', 'hid'],
  ...['idle-detection', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock'],
  ...['serial', 'usb'],
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** For everything that is no document of ours: were it opened as one, it could do nothing at all. */
export const DATA_POLICY = "default-src 'none'; sandbox";

/** The panel loads nothing but itself and the previews of the program's files. */
export const PANEL_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  // Would fall back to the scripts'.
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
