import type { StackFrame } from '#contract/transfer';

const MAX_FRAMES = 50;
const MAX_TEXT = 300;
/** What is Ferry's own, or belongs to no file of the project's. */
const FOREIGN = /^(build|runtime|node:|native|<)|:\/\//;

/** The lines of a mapped stack that lie in the project's own files, innermost first. */
export function stackFrames(mappedStack: string): StackFrame[] {
  return mappedStack
    .split('\n')
    .flatMap((line) => frameOf(line) ?? [])
    .slice(0, MAX_FRAMES);
}

/** `at tap (pages/album/index.js:41:7)`, or the place alone. A page writes what it likes here: null for anything else. */
function frameOf(line: string): StackFrame | null {
  const text = line.trim();
  if (!text.startsWith('at ') || text.length > 2 * MAX_TEXT) return null;
  const bracket = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  const place = bracket < 0 ? text.slice(3) : text.slice(bracket + 2, -1);
  const [, file = '', lineNumber, column] = /^([^:]+):(\d{1,9}):(\d{1,9})$/.exec(place) ?? [];
  if (file === '' || FOREIGN.test(file)) return null;
  const name = bracket < 0 ? '' : text.slice(3, bracket);
  return { name: name.slice(0, MAX_TEXT), file, line: Number(lineNumber), column: Number(column) };
}
