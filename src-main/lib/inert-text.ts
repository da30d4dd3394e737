/** Characters that move a terminal's cursor, change its title or turn text around. */
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a project or a server as it may go to a terminal: it is shown and does nothing. Lines stay lines. */
export function inertText(text: string): string {
  return text.replace(CONTROLS, '\ufffd');
}

/** The same on one line. */
export function inertLine(text: string): string {
  return inertText(text).replaceAll('\n', ' ⏎ ');
}
