import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';

const CHUNK = 0x8000;

function base64From(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

function bytesFrom(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
}

/** Functions that need no device: `nextTick`, buffers as base64. */
export function createLanguageFunctions(kit: ApiKit): WxFunctions {
  const { host, defer } = kit;
  return {
    nextTick: (task) => {
      if (typeof task !== 'function') return;
      defer(() => {
        try {
          Reflect.apply(task, undefined, []);
        } catch (error) {
          host.reports.exception(error, { ours: false });
        }
      });
    },
    arrayBufferToBase64: kit.synchronous('arrayBufferToBase64', (buffer) =>
      buffer instanceof ArrayBuffer ? base64From(buffer) : '',
    ),
    base64ToArrayBuffer: kit.synchronous('base64ToArrayBuffer', (base64) => {
      try {
        return bytesFrom(String(base64));
      } catch {
        throw new Refusal('base64 encode error', 1300203);
      }
    }),
  };
}
