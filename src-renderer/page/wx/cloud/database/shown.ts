import { isOptions } from '../../parameters.ts';
import { cloudFailure } from '../environment.ts';
import { setAt, valueAt, type CloudDocument } from './values.ts';

/** "A parameter is not valid" (documentation of cloud development, "Error codes"). */
export const BAD_PARAMETER = -501007;

/** Throws what WeChat throws where an update names `_id`. */
export function refuseId(api: string, data: unknown): void {
  if (isOptions(data) && '_id' in data) {
    throw cloudFailure(api, BAD_PARAMETER, `${String(BAD_PARAMETER)} invalid parameters. 不能更新 _id 的值`);
  }
}

/** A copy with the fields that `field` asks for: those marked true, or all but those marked false. `_id` stays. */
export function shown(
  document: CloudDocument,
  fields: Readonly<Record<string, unknown>> | null,
): Record<string, unknown> {
  const whole = structuredClone(document);
  if (fields === null || Object.keys(fields).length === 0) return whole;
  const kept = Object.entries(fields).filter(([, is]) => is === true || is === 1);
  if (kept.length === 0) {
    for (const field of Object.keys(fields)) setAt(whole, field, undefined);
    return whole;
  }
  const picked: Record<string, unknown> = fields['_id'] === false ? {} : { _id: whole._id };
  for (const [field] of kept) {
    const value = valueAt(whole, field);
    if (value !== undefined) setAt(picked, field, value);
  }
  return picked;
}
