/** Runs a task on a later turn of the event loop, in the order handed in. */
export type Defer = (task: () => void) => void;

/**
 * A queue of macrotasks. Callbacks never fire before the call that takes them has returned (wx-api.md §1), and a
 * message channel is not slowed down in hidden pages as timers are.
 */
export function createDefer(): Defer {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return (task) => {
    waiting.push(task);
    channel.port2.postMessage(null);
  };
}
