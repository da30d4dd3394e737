import type { FerryError } from '#contract/errors';
import type { Diagnostic } from '#contract/project';
import { codeFrame } from './code-frame.ts';

/** A place in a source file. Lines and columns start at 1; 0 when not known. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The file's text, for the code frame; empty when there is none. */
  readonly source: string;
}

/** Collects the findings of one compilation, each once. */
export interface Diagnostics {
  error(message: string, place: Place): void;
  warning(message: string, place: Place): void;
  /** Adds findings that were made before. */
  addAll(findings: readonly Diagnostic[]): void;
  list(): readonly Diagnostic[];
}

/** A place that is a whole file. */
export function wholeFile(file: string): Place {
  return { file, line: 0, column: 0, source: '' };
}

/** The finding at a place, with its code frame. */
export function diagnosticAt(severity: Diagnostic['severity'], message: string, place: Place): Diagnostic {
  return {
    severity,
    file: place.file,
    line: place.line,
    column: place.column,
    message,
    codeFrame: place.line > 0 ? codeFrame(place.source, place.line, place.column) : '',
  };
}

export function createDiagnostics(): Diagnostics {
  const found = new Map<string, Diagnostic>();
  const keyOf = (severity: Diagnostic['severity'], message: string, place: Omit<Place, 'source'>): string =>
    [severity, place.file, place.line, place.column, message].join('\0');
  const add = (severity: Diagnostic['severity'], message: string, place: Place): void => {
    const key = keyOf(severity, message, place);
    if (!found.has(key)) found.set(key, diagnosticAt(severity, message, place));
  };
  return {
    error(message, place) {
      add('error', message, place);
    },
    warning(message, place) {
      add('warning', message, place);
    },
    addAll(findings) {
      for (const finding of findings) {
        const key = keyOf(finding.severity, finding.message, finding);
        if (!found.has(key)) found.set(key, finding);
      }
    },
    list: () => [...found.values()],
  };
}

/** The place an error of a whole project names in its details, as a finding; null where it names none. */
export function diagnosticOf(error: FerryError): Diagnostic | null {
  const { file, line, column, codeFrame: frame } = error.details;
  if (typeof file !== 'string') return null;
  return {
    severity: 'error',
    file,
    line: typeof line === 'number' ? line : 0,
    column: typeof column === 'number' ? column : 0,
    message: error.message,
    codeFrame: typeof frame === 'string' ? frame : '',
  };
}
