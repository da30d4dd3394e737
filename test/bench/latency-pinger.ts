/**
 * Stands for a page: sends its parent a ping every 8 ms for the time it is told, and then the round trips of all of
 * them, also of those still under way.
 */

const INTERVAL_MS = 8;

const sentAt = new Map<number, number>();
const roundTripsMs: number[] = [];
let isOver = false;

function start(windowMs: number): void {
  let number = 0;
  const timer = setInterval(() => {
    number += 1;
    sentAt.set(number, performance.now());
    process.send?.({ ping: number });
  }, INTERVAL_MS);
  setTimeout(() => {
    clearInterval(timer);
    isOver = true;
    reportWhenComplete();
  }, windowMs);
}

function reportWhenComplete(): void {
  if (isOver && sentAt.size === 0) process.send?.({ roundTripsMs });
}

process.on('message', (message: { windowMs: number } | { pong: number }) => {
  if ('windowMs' in message) {
    start(message.windowMs);
    return;
  }
  roundTripsMs.push(performance.now() - (sentAt.get(message.pong) ?? NaN));
  sentAt.delete(message.pong);
  reportWhenComplete();
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
