/** Types as WeChat names them in a parameter error. */
export type ParameterType = 'String' | 'Number' | 'Boolean' | 'Object' | 'Array' | 'Function';

/** The options object of a `wx` call: whatever the project wrote. */
export type WxOptions = Readonly<Record<string, unknown>>;

/** The type of a value as WeChat names it in a parameter error. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'Undefined';
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  const type = typeof value;
  return type.charAt(0).toUpperCase() + type.slice(1);
}

/** True for an object that may carry options: not null, not an array, not a function. */
export function isOptions(value: unknown): value is WxOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The reason WeChat gives when required parameters are missing or of another type, or null when all is well:
 * `parameter error: parameter.url should be String instead of Undefined;`, one sentence per bad key
 * (wx-api.md §1). Optional parameters are not checked.
 */
export function parameterError(
  argument: unknown,
  required: Readonly<Record<string, ParameterType>>,
): string | null {
  const keys = Object.entries(required);
  if (!isOptions(argument)) {
    if (argument === undefined && keys.length === 0) return null;
    return `parameter error: parameter should be Object instead of ${typeName(argument)};`;
  }
  const wrong = keys.flatMap(([key, type]) => {
    const actual = typeName(argument[key]);
    return actual === type ? [] : [`parameter.${key} should be ${type} instead of ${actual};`];
  });
  return wrong.length === 0 ? null : `parameter error: ${wrong.join(' ')}`;
}

/** A text option; `fallback` when absent or of another type. */
export function textOf(options: WxOptions, key: string, fallback = ''): string {
  const value = options[key];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : fallback;
}

/** A finite number option; `fallback` when absent or of another type. */
export function numberOf(options: WxOptions, key: string, fallback: number): number {
  const value = options[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** A boolean option; `fallback` when absent. */
export function flagOf(options: WxOptions, key: string, fallback = false): boolean {
  const value = options[key];
  return value === undefined ? fallback : Boolean(value);
}

/** The texts of an array option; `fallback` when absent or empty. */
export function textsOf(
  options: WxOptions,
  key: string,
  fallback: readonly string[] = [],
): readonly string[] {
  const value = options[key];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return fallback;
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length > 0 ? texts : fallback;
}
