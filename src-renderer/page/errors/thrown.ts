/** A thrown value as text. */
export interface Thrown {
  readonly message: string;
  /** Empty when the value carries none. */
  readonly stack: string;
  /** Thrown by Ferry's own code or for an API that Ferry does not have. */
  readonly ours: boolean;
}

const MISSING_API = 'not supported in Ferry yet';
const PROJECT_FRAME = '/build/';
const RUNTIME_FRAME = '/runtime/';

/** Any thrown or rejected value: an Error, a `{errMsg}` of `wx`, or something a project made up. */
export function describeThrown(value: unknown): Thrown {
  if (value instanceof Error) {
    const stack = value.stack ?? '';
    return { message: `${value.name}: ${value.message}`, stack, ours: isOurs(value.message, stack) };
  }
  const message = messageOf(value);
  return { message, stack: '', ours: isOurs(message, '') };
}

/** Whether a value, or the error a project made of one, says that Ferry does not have an API. */
export function saysUnsupported(value: unknown): boolean {
  return messageOf(value).includes(MISSING_API);
}

function isOurs(message: string, stack: string): boolean {
  if (message.includes(MISSING_API)) return true;
  return stack.includes(RUNTIME_FRAME) && !stack.includes(PROJECT_FRAME);
}

function messageOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    const { errMsg, message } = value as { errMsg?: unknown; message?: unknown };
    if (typeof errMsg === 'string') return errMsg;
    if (typeof message === 'string') return message;
    try {
      return JSON.stringify(value);
    } catch {
      return Object.prototype.toString.call(value);
    }
  }
  return String(value);
}
