import * as v from 'valibot';
import { FerryError } from '#contract/errors';
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
