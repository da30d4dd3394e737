import * as v from 'valibot';
import { FerryError, type WireError } from '#contract/errors';
import type { Program } from '../program/program.ts';

const envelope = v.strictObject({ generation: v.number(), request: v.unknown() });

/**
 * Takes a page's request out of its envelope. `wx:boot` begins a generation; every other call must carry the
 * current one.
 *
 * @throws FerryError `page.gone` for a call of an earlier run, `request.invalid` for what is no envelope
 */
export function openEnvelope(program: Program, message: unknown, channel: string): unknown {
  const parsed = v.safeParse(envelope, message);
  if (!parsed.success) throw new FerryError('request.invalid', 'A page call came without its envelope.');
  const { generation, request } = parsed.output;
  if (channel !== 'wx:boot') program.owner(generation);
  return request;
}

/** What a page may know of an error: its code, its words, and only details that name no place on this computer. */
export function errorForPage(error: FerryError): WireError {
  if (error.code === 'internal') return { code: 'internal', message: 'Ferry failed; see its log.' };
  const { path, phase, tls, cause } = error.details;
  const details = Object.fromEntries(
    Object.entries({ path, phase, tls, cause }).filter(([, value]) => value !== undefined),
  );
  return { code: error.code, message: error.message, details } as WireError;
}
