import type { EffectiveTimeout } from '#contract/transfer';
import type { DeviceProfile } from './rules/device-profile.ts';

/**
 * Option over app.json's `networkTimeout` over the default of 60 000 (wx-api.md §3), no longer than the device allows;
 * what is not a positive number counts as absent.
 *
 * @returns `wantedMs` is what it would be on a device without a limit
 */
export function effectiveTimeout(
  optionMs: number | null,
  configuredMs: number | null,
  profile: Pick<DeviceProfile, 'defaultTimeoutMs' | 'maxTimeoutMs'>,
): { readonly timeout: EffectiveTimeout; readonly wantedMs: number } {
  const wanted: EffectiveTimeout = isTimeout(optionMs)
    ? { ms: optionMs, from: 'option' }
    : isTimeout(configuredMs)
      ? { ms: configuredMs, from: 'app.json' }
      : { ms: profile.defaultTimeoutMs, from: 'default' };
  const { maxTimeoutMs } = profile;
  const isCapped = maxTimeoutMs !== null && wanted.ms > maxTimeoutMs;
  return { timeout: isCapped ? { ms: maxTimeoutMs, from: 'cap' } : wanted, wantedMs: wanted.ms };
}

function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
