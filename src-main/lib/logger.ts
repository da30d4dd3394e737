/** Log for us, one event per line as `verb phrase key=value`; the panel never reads it (that is the journal's). */
export interface Logger {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, error: unknown, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * @param write takes one finished line without line end
 * @param verbose false keeps `info` silent
 */
export function createLogger(scope: string, write: (line: string) => void, verbose: boolean): Logger {
  const line = (level: string, event: string, facts: LogFacts = {}): string =>
    [
      `ferry ${level} [${scope}] ${event}`,
      ...Object.entries(facts).map(([key, value]) => `${key}=${String(value)}`),
    ].join(' ');
  return {
    info(event, facts) {
      if (verbose) write(line('info', event, facts));
    },
    warn(event, facts) {
      write(line('warn', event, facts));
    },
    error(event, error, facts) {
      const shown =
        error instanceof Error ? (verbose ? (error.stack ?? error.message) : error.message) : String(error);
      write(`${line('error', event, facts)}: ${shown}`);
    },
  };
}
