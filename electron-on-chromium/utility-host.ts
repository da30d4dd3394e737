import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * First script of a utility process: gives the module it runs `process.parentPort`, and ends with its parent.
 * Messages wait until the module listens.
 */
class ParentPort extends EventEmitter {
  private waiting: unknown[] | null = [];

  constructor() {
    super();
    this.on('newListener', (event) => {
      if (event === 'message') process.nextTick(() => this.start());
    });
  }

  start(): void {
    const messages = this.waiting ?? [];
    this.waiting = null;
    for (const data of messages) this.emit('message', { data, ports: [] });
  }

  receive(data: unknown): void {
    if (this.waiting) this.waiting.push(data);
    else this.emit('message', { data, ports: [] });
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (transfer && transfer.length > 0) {
      throw new Error('postMessage with transferred ports is not available in electron-on-chromium');
    }
    // A parent that was killed hears nothing more, and 'disconnect' is about to say so here.
    send?.(structuredClone(message), () => undefined);
  }
}

const send = process.send?.bind(process);
const port = new ParentPort();
process.on('message', ({ data }: { data: unknown }) => {
  port.receive(data);
});
process.once('disconnect', () => {
  process.exit(0);
});
// A module here has the port and nothing of Node's own channel, as in Electron.
delete process.send;
Object.defineProperty(process, 'parentPort', { value: port, enumerable: true });
Object.defineProperty(process, 'type', { value: 'utility', enumerable: true });
const service = process.env['ELECTRON_ON_CHROMIUM_SERVICE'];
delete process.env['ELECTRON_ON_CHROMIUM_SERVICE'];
if (service !== undefined && service !== '') process.title = service;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (/^electron(\/|$)/.test(specifier)) {
      throw new Error('electron in a utility process is not available in electron-on-chromium');
    }
    return nextResolve(specifier, context);
  },
});

const [, , modulePath = '', ...parameters] = process.argv;
process.argv = [process.argv[0] ?? '', modulePath, ...parameters];
await import(pathToFileURL(modulePath).href);
