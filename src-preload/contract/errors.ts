/**
 * Every way Ferry can fail, as a closed set of codes. Foreign errors (errno, TLS, SQLite, got) are translated
 * into these once, at the edge where they appear; inside Ferry code switches on `code` and ends in
 * {@link assertNever}.
 */
export const ERROR_CODES = [
  'aborted',
  'internal',
  'unsupported',
  'page.gone',
  'page.background',
  'page.suspended',
  'request.invalid',
  'request.url',
  'request.scheme',
  'request.domain',
  'request.over-limit',
  'request.redirects',
  'net.dns',
  'net.connect',
  'net.tls',
  'net.reset',
  'net.closed',
  'net.truncated',
  'net.timeout',
  'net.protocol',
  'net.offline',
  'net.changed',
  'net.proxy',
  'net.worker-lost',
  'file.not-found',
  'file.denied',
  'file.path',
  'file.too-large',
  'file.changed',
  'file.type',
  'file.no-space',
  'file.io',
  'file.system',
  'quota.exceeded',
  'picker.cancelled',
  'picker.not-accepted',
  'permission.denied',
  'permission.cancelled',
  'document.type',
  'image.failed',
  'image.status',
  'storage.too-large',
  'storage.encrypted',
  'project.folder',
  'project.config',
  'project.syntax',
  'home.locked',
  'home.newer',
  'runtime.missing',
  'usage',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain facts about a failure: safe to log and to show; never an absolute path when bound for a page. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** A failure as it travels between processes: data, never a thrown object. */
export interface WireError {
  readonly code: ErrorCode;
  /** One readable line: what failed, where, what to do. */
  readonly message: string;
  readonly details?: ErrorDetails;
}

/** The one error class. `cause` keeps the foreign error for the log; it never crosses a process. */
export class FerryError extends Error {
  override readonly name = 'FerryError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  /** The error as data for another process. */
  toWire(): WireError {
    return Object.keys(this.details).length > 0
      ? { code: this.code, message: this.message, details: this.details }
      : { code: this.code, message: this.message };
  }

  /** Rebuilds the error on the side that received it, with that side's stack. */
  static fromWire(wire: WireError): FerryError {
    return new FerryError(wire.code, wire.message, wire.details ? { details: wire.details } : {});
  }

  /** Any thrown value as a FerryError; one that is not ours becomes `internal`. */
  static from(value: unknown): FerryError {
    if (value instanceof FerryError) return value;
    const message = value instanceof Error ? value.message : String(value);
    return new FerryError('internal', message, { cause: value });
  }
}

/** Ends a switch over a union; the compiler objects when a member is missing. */
export function assertNever(value: never): never {
  throw new FerryError('internal', `Unexpected value: ${JSON.stringify(value)}`);
}
