import { FerryError } from '#contract/errors';

/** One line of an exported table. */
export interface FiledRule {
  /** As on the command line, option included. */
  readonly text: string;
  readonly isOn: boolean;
}

const VERSION = 1;

/** A table as a file: JSON, so that other programs can make one. */
export function rulesFileText(rules: readonly FiledRule[]): string {
  const lines = rules.map(({ text, isOn }) => ({ rule: text, on: isOn }));
  return `${JSON.stringify({ ferryRules: VERSION, rules: lines }, null, 2)}\n`;
}

/**
 * Reads an exported table; the lines themselves are not looked into.
 *
 * @throws FerryError `usage`, with `details.problem` `rules-file` or `rules-version`
 */
export function parseRulesFile(text: string): readonly FiledRule[] {
  const { ferryRules: version, rules } = objectFrom(text);
  if (typeof version === 'number' && version > VERSION) {
    throw new FerryError(
      'usage',
      'These rules were exported by a later version of Ferry. Update Ferry first.',
      {
        details: { problem: 'rules-version' },
      },
    );
  }
  if (version !== VERSION || !Array.isArray(rules)) throw noRules();
  return rules.map((line: unknown) => {
    if (typeof line !== 'object' || line === null) return { text: JSON.stringify(line), isOn: true };
    const { rule, on } = line as Readonly<Record<string, unknown>>;
    return { text: typeof rule === 'string' ? rule : JSON.stringify(line), isOn: on !== false };
  });
}

function objectFrom(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw noRules();
}

function noRules(): FerryError {
  return new FerryError(
    'usage',
    'This file holds no rules: it should be JSON with "ferryRules": 1 and a list "rules".',
    { details: { problem: 'rules-file' } },
  );
}
