/** Commands of the full command line that this version refuses, with what brings them. */
export const LATER_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['auto', 'automation'],
  ['mcp', 'automation'],
  ['transfers', 'automation'],
]);

/** Options of `ferry run` that this version refuses, with what brings them. */
export const LATER_RUN_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['flow', 'automation'],
  ['retries', 'automation'],
  ['shard', 'automation'],
  ['har', 'the full reports'],
  ['junit', 'the full reports'],
  ['html', 'the full reports'],
  ['no-redact', 'the full reports'],
]);
