import type { Diagnostic, ExceptionRecord } from '#contract/project';

/** Where a finding is, `pages/a/a.wxml:3:5`; the file alone where the line is not known. */
export function placeOfFinding({ file, line, column }: Diagnostic): string {
  return line > 0 ? `${file}:${String(line)}:${String(column)}` : file;
}

/** What a broken module throws when it is required, and where a sentence ends, tell nothing apart. */
function bareText(text: string): string {
  return text.replace(/^SyntaxError: /u, '').replace(/\.$/u, '');
}

/** The exceptions that tell something new: a page that opens with errors in its source reports each of them again. */
export function withoutRepeatedFindings(
  exceptions: readonly ExceptionRecord[],
  diagnostics: readonly Diagnostic[],
): readonly ExceptionRecord[] {
  if (diagnostics.length === 0) return exceptions;
  const told = new Set(diagnostics.map((found) => bareText(`${placeOfFinding(found)} ${found.message}`)));
  return exceptions.filter((exception) => !told.has(bareText(exception.message)));
}
