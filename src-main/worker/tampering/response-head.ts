import { STATUS_CODES } from 'node:http';
import type { Fault } from '#contract/conditions';

/** How the end of a response body is told. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

/** The head of a response as text, one character per byte. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly version: string;
  readonly reason: string;
  /** As they came, without their line ends. */
  readonly lines: readonly string[];
  readonly framing: Framing;
  /** A response to HEAD has the lines of a body, and none. */
  readonly isForHead: boolean;
}

/** Reads a head, its empty line included; null when it is none that has sense. */
export function parseResponseHead(text: string, method: string): ResponseHead | null {
  const [statusLine = '', ...rest] = text.split(/\r?\n/);
  const match = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(statusLine);
  if (match === null) return null;
  const [, version = '', status = '', reason = ''] = match;
  const lines = rest.filter((line) => line !== '');
  const statusCode = Number(status);
  const framing = framingOf(method, statusCode, lines);
  return { statusCode, version, reason, lines, framing, isForHead: method === 'HEAD' };
}

/** True for `100 Continue` and its like, which another head follows. */
export function isInterim(head: ResponseHead): boolean {
  return head.statusCode < 200 && head.statusCode !== 101;
}

/** Whether it sends the client elsewhere. */
export function isRedirect(head: ResponseHead): boolean {
  return (
    [301, 302, 303, 307, 308].includes(head.statusCode) &&
    head.lines.some((line) => isHeader(line, 'location'))
  );
}

/**
 * The head with what the faults make of it, and how its body is framed from there on. Whether anything but the
 * status was changed is for the error that comes of it.
 */
export function tamperedHead(
  head: ResponseHead,
  faults: readonly Fault[],
): { readonly text: string; readonly framing: Framing; readonly isBroken: boolean } {
  let { statusCode, reason, framing } = head;
  let lines = [...head.lines];
  let isBroken = false;
  for (const fault of faults) {
    if (fault.kind === 'status') {
      statusCode = fault.statusCode;
      reason = STATUS_CODES[statusCode] ?? 'Unknown';
    } else if (fault.kind === 'content-length') {
      lines = lines.filter(
        (line) => !isHeader(line, 'content-length') && !isHeader(line, 'transfer-encoding'),
      );
      lines.push(`Content-Length: ${String(fault.bytes)}`);
      if (framing.kind !== 'none') framing = { kind: 'length', bytes: fault.bytes };
      isBroken = true;
    } else if (fault.kind === 'garbage-header') {
      lines.unshift('this line is no header');
      isBroken = true;
    }
  }
  if (statusCode !== head.statusCode && head.framing.kind === 'none' && !head.isForHead && !isBroken) {
    // Under its new status a response without a body would be waited for as if it had one.
    lines = lines.filter((line) => !isHeader(line, 'content-length') && !isHeader(line, 'transfer-encoding'));
    lines.push('Content-Length: 0');
  }
  const text = [`${head.version} ${String(statusCode)} ${reason}`, ...lines, '', ''].join('\r\n');
  return { text, framing, isBroken };
}

function framingOf(method: string, statusCode: number, lines: readonly string[]): Framing {
  if (method === 'HEAD' || statusCode < 200 || statusCode === 204 || statusCode === 304)
    return { kind: 'none' };
  const encoding = headerValue(lines, 'transfer-encoding');
  if (encoding !== null)
    return /(^|,)\s*chunked\s*$/i.test(encoding) ? { kind: 'chunked' } : { kind: 'close' };
  const length = headerValue(lines, 'content-length');
  if (length === null || !/^\d+$/.test(length)) return { kind: 'close' };
  return { kind: 'length', bytes: Number(length) };
}

function headerValue(lines: readonly string[], name: string): string | null {
  const line = lines.findLast((candidate) => isHeader(candidate, name));
  return line === undefined ? null : line.slice(line.indexOf(':') + 1).trim();
}

function isHeader(line: string, name: string): boolean {
  const colon = line.indexOf(':');
  return colon !== -1 && line.slice(0, colon).trim().toLowerCase() === name;
}
