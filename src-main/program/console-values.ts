/** What a value of a console line may say of a stack: an error, whose text it is. */
const ERROR = '"kind":"error"';

/**
 * The pictures of a console line with the stacks of errors in the project's own places. A page sends them: what has
 * not the form of pictures stays as it is, for the panel to refuse.
 */
export function mappedValues(json: string, mapStack: (stack: string) => { readonly stack: string }): string {
  if (!json.includes(ERROR)) return json;
  try {
    return JSON.stringify(JSON.parse(json), (_key, value: unknown) =>
      isError(value) ? { ...value, text: mapStack(value.text).stack } : value,
    );
  } catch {
    return json;
  }
}

function isError(value: unknown): value is { readonly kind: 'error'; readonly text: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, text } = value as { readonly kind?: unknown; readonly text?: unknown };
  return kind === 'error' && typeof text === 'string';
}
