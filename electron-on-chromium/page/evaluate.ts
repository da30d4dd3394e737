import type { CommandName, CommandParameters, CommandResult } from '../devtools-pipe.ts';
import { createWire, wire } from '../wire.ts';

type Send = <C extends CommandName>(
  method: C,
  parameters?: CommandParameters<C>,
) => Promise<CommandResult<C>>;

/** Turns a value of the page into text there: the page's end of the clone format. */
const ENCODE = `function () {
  const wire = (${createWire.toString()})({
    encode: (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
    decode: () => { throw new Error('not needed here'); },
  });
  return JSON.stringify(wire.encode(this));
}`;

/**
 * Runs code in a page's main world and gives its result, awaited and cloned. Rejects with the page's error, or
 * with `An object could not be cloned.`.
 */
export async function evaluate(send: Send, code: string, userGesture: boolean): Promise<unknown> {
  const result = await send('Runtime.evaluate', {
    expression: code,
    awaitPromise: true,
    userGesture,
    allowUnsafeEvalBlockedByCSP: true,
  });
  if (result.exceptionDetails) {
    const { exception, text } = result.exceptionDetails;
    throw errorFromRemote(exception?.className, exception?.description ?? String(exception?.value ?? text));
  }
  const { type, objectId, unserializableValue } = result.result;
  if (type === 'function' || type === 'symbol') throw new Error('An object could not be cloned.');
  if (objectId === undefined) {
    if (unserializableValue === undefined) return result.result.value as unknown;
    return unserializableValue.endsWith('n')
      ? BigInt(unserializableValue.slice(0, -1))
      : wire.decode({ $t: 'number', v: unserializableValue });
  }
  const encoded = await send('Runtime.callFunctionOn', {
    functionDeclaration: ENCODE,
    objectId,
    returnByValue: true,
  });
  if (encoded.exceptionDetails) throw new Error('An object could not be cloned.');
  return wire.decode(JSON.parse(encoded.result.value as string));
}

function errorFromRemote(name: string | undefined, description: string): Error {
  const firstLine = description.split('\n')[0] ?? '';
  const message =
    name !== undefined && firstLine.startsWith(`${name}: `) ? firstLine.slice(name.length + 2) : firstLine;
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  return error;
}
