import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * Fails a response that tells its length by the end of its connection when that end is a reset. Node takes either
 * end of such a connection for the end of the response, and half a file would count as whole. Where the request is
 * still being sent, the reset may be a server's that has answered early and wants no more of it: that answer stands.
 */
export function failResetBodies(request: ClientRequest, fail: (error: Error) => void): void {
  request.once('response', (response) => {
    if (tellsItsLength(response)) return;
    request.on('error', (error: NodeJS.ErrnoException) => {
      const wasReset = error.code === 'ECONNRESET' && error.syscall === 'read';
      if (wasReset && request.writableFinished && !response.complete) fail(error);
    });
  });
}

function tellsItsLength({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
