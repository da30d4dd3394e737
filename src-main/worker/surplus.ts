import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * Lets an answer stand that is whole by its Content-Length while its server goes on sending. What follows is no part
 * of it: Node calls it a parse error of the request, browsers close the connection and ignore it.
 */
export function ignoreSurplus(request: ClientRequest): void {
  let answer: IncomingMessage | null = null;
  request.once('response', (response) => {
    answer = response;
  });
  const emit = request.emit.bind(request) as (event: string | symbol, ...values: unknown[]) => boolean;
  request.emit = (event: string | symbol, ...values: unknown[]) =>
    event === 'error' && answer?.complete === true && isParseError(values[0]) ? true : emit(event, ...values);
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '').startsWith('HPE_');
}
