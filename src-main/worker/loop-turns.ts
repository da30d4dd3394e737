import type { ClientRequest, IncomingMessage } from 'node:http';

/** How long one connection may keep the process from everything else. */
const MAX_TURN_MS = 15;

/**
 * Leaves the loop free for others under a response that takes long to take apart, as one of a million chunks does:
 * the system hands over up to 2 MiB of it in one turn. A response of ordinary chunks is never held up.
 */
export function leaveLoopFree(request: ClientRequest): void {
  request.once('socket', (socket) => {
    let response: IncomingMessage | null = null;
    let turnEndsAt: number | null = null;
    let isHeld = false;
    const onRead = () => {
      const at = performance.now();
      if (turnEndsAt === null) {
        turnEndsAt = at + MAX_TURN_MS;
        setImmediate(endTurn);
      } else if (at > turnEndsAt && !isHeld) {
        isHeld = true;
        socket.pause();
      }
    };
    const endTurn = () => {
      turnEndsAt = null;
      if (!isHeld) return;
      isHeld = false;
      // One that is full has stopped the socket itself, and starts it when it is read.
      if (response === null || response.readableLength < response.readableHighWaterMark) socket.resume();
    };
    request.once('response', (answer) => {
      response = answer;
    });
    socket.on('data', onRead);
    request.once('close', () => {
      socket.off('data', onRead);
    });
  });
}
