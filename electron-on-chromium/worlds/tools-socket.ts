/**
 * Runs in the page of the developer tools: what they take for a socket to the inspected page leads to the main process.
 * Evaluated as text: names nothing outside itself.
 */
export function toolsSocket(): void {
  const world = globalThis as unknown as {
    sendToPage(text: string): void;
    receiveFromPage(text: string): void;
    WebSocket: unknown;
  };
  world.WebSocket = class {
    readyState = 0;
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: Event) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;

    constructor() {
      world.receiveFromPage = (data) => this.onmessage?.({ data });
      queueMicrotask(() => {
        this.readyState = 1;
        this.onopen?.(new Event('open'));
      });
    }

    send(text: string): void {
      world.sendToPage(text);
    }

    close(): void {
      this.readyState = 3;
      this.onclose?.(new Event('close'));
    }
  };
}
