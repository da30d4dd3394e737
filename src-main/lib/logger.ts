import { clipped } from './clipped.ts';
import { inertLine, inertText } from './inert-text.ts';

/** Log for us, one event per line as `verb phrase key=value`; the panel never reads it (that is the journal's). */
export interface Logger {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, error: unknown, facts?: LogFacts): void;
}

/** Pages and servers have a say in what is logged: this many characters of it are. */
const MAX_TEXT = 4000;

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * @param write takes one finished line without line end
 * @param verbose false keeps `info` silent
 */
export function createLogger(scope: string, write: (line: string) => void, verbose: boolean): Logger {
  const line = (level: string, event: string, facts: LogFacts = {}): string => {
    const words = Object.entries(facts).map(([key, value]) => `${key}=${String(value)}`);
    return inertLine(clipped([`ferry ${level} [${scope}] ${event}`, ...words].join(' '), MAX_TEXT));
  };
  return {
    info(event, facts) {
      if (verbose) write(line('info', event, facts));
    },
    warn(event, facts) {
      write(line('warn', event, facts));
    },
    error(event, error, facts) {
      const message = inertLine(clipped(error instanceof Error ? error.message : String(error), MAX_TEXT));
      const stack = verbose && error instanceof Error ? error.stack : undefined;
      const shown = stack === undefined ? message : inertText(clipped(stack, MAX_TEXT));
      write(`${line('error', event, facts)}: ${shown}`);
    },
  };
}
