/// <reference lib="dom" />
/** What one synchronous call is measured by; runs in a page of the mini-program. */
export interface SyncCase {
  readonly name: string;
  /** Of the content that goes or comes, in bytes. */
  readonly sizeBytes: number;
}

export interface SyncOrder {
  readonly cases: readonly SyncCase[];
  /** Calls of each case. */
  readonly calls: number;
}

/** Medians of one case in microseconds: the call of `wx`, and the bare message of the same size beside it. */
export interface SyncSample {
  readonly callUs: number;
  readonly bareUs: number;
}

type Payload = string | Uint8Array<ArrayBuffer> | null;

/** A bare `sendSync`, as the bench's preload exposes it: main answers with so many bytes at once. */
export interface BareMessage {
  readonly sent: Payload;
  readonly answer: 'nothing' | 'text' | 'bytes';
  readonly sizeBytes: number;
}

const KIB = 1024;

export const STORAGE_CASES: readonly SyncCase[] = [
  { name: 'setStorageSync', sizeBytes: 16 },
  { name: 'setStorageSync', sizeBytes: KIB },
  { name: 'setStorageSync', sizeBytes: 64 * KIB },
  { name: 'getStorageSync', sizeBytes: 16 },
  { name: 'getStorageSync', sizeBytes: KIB },
  { name: 'getStorageSync', sizeBytes: 64 * KIB },
  { name: 'getStorageInfoSync', sizeBytes: 0 },
  { name: 'removeStorageSync', sizeBytes: 0 },
];

export const FILE_CASES: readonly SyncCase[] = [
  { name: 'accessSync', sizeBytes: 0 },
  { name: 'statSync', sizeBytes: 0 },
  { name: 'readFileSync', sizeBytes: KIB },
  { name: 'readFileSync', sizeBytes: 64 * KIB },
  { name: 'writeFileSync', sizeBytes: KIB },
  { name: 'writeFileSync', sizeBytes: 64 * KIB },
  { name: 'openSync', sizeBytes: 0 },
  { name: 'readSync', sizeBytes: KIB },
  { name: 'closeSync', sizeBytes: 0 },
];

/** Stands in the page's own world: nothing outside of it is at hand. */
export function measureInPage({ cases, calls }: SyncOrder): SyncSample[] {
  interface Stats {
    readonly size: number;
  }
  interface Files {
    accessSync(path: string): void;
    statSync(path: string): Stats;
    readFileSync(path: string): ArrayBuffer;
    writeFileSync(path: string, data: ArrayBuffer): void;
    openSync(options: { filePath: string; flag: string }): string;
    readSync(options: { fd: string; arrayBuffer: ArrayBuffer; length: number; position: number }): {
      bytesRead: number;
    };
    closeSync(options: { fd: string }): void;
  }
  interface Wx {
    readonly env: { readonly USER_DATA_PATH: string };
    setStorageSync(key: string, data: string): void;
    getStorageSync(key: string): string;
    getStorageInfoSync(): { readonly keys: readonly string[] };
    removeStorageSync(key: string): void;
    getFileSystemManager(): Files;
  }
  const { benchWx: wx } = Array as unknown as { readonly benchWx: Wx };
  const { ferryBench } = globalThis as unknown as {
    readonly ferryBench: { sendSync(message: BareMessage): unknown };
  };

  interface Work {
    /** Not timed. */
    before?(): void;
    call(): void;
    readonly bare: BareMessage;
    after?(): void;
  }
  const nothing: BareMessage = { sent: null, answer: 'nothing', sizeBytes: 0 };

  const storageWork = (name: string, sizeBytes: number): Work | null => {
    const text = 'x'.repeat(sizeBytes);
    switch (name) {
      case 'setStorageSync':
        return {
          call() {
            wx.setStorageSync('bench', text);
          },
          bare: { sent: text, answer: 'nothing', sizeBytes: 0 },
        };
      case 'getStorageSync':
        wx.setStorageSync('bench', text);
        return {
          call() {
            if (wx.getStorageSync('bench').length !== sizeBytes) throw new Error('Not what was stored.');
          },
          bare: { sent: null, answer: 'text', sizeBytes },
        };
      case 'getStorageInfoSync':
        return {
          call() {
            wx.getStorageInfoSync();
          },
          bare: nothing,
        };
      case 'removeStorageSync':
        return {
          before() {
            wx.setStorageSync('gone', 'x');
          },
          call() {
            wx.removeStorageSync('gone');
          },
          bare: nothing,
        };
      default:
        return null;
    }
  };

  const fileWork = (name: string, sizeBytes: number): Work => {
    const files = wx.getFileSystemManager();
    const filePath = `${wx.env.USER_DATA_PATH}/bench.bin`;
    const bytes = new Uint8Array(sizeBytes).fill(7);
    files.writeFileSync(filePath, bytes.length > 0 ? bytes.buffer : new Uint8Array([7]).buffer);
    let fd = '';
    const open = (): void => {
      fd = files.openSync({ filePath, flag: 'r' });
    };
    const close = (): void => {
      files.closeSync({ fd });
    };
    switch (name) {
      case 'accessSync':
        return {
          call() {
            files.accessSync(filePath);
          },
          bare: nothing,
        };
      case 'statSync':
        return {
          call() {
            if (files.statSync(filePath).size !== 1) throw new Error('Not the file.');
          },
          bare: nothing,
        };
      case 'readFileSync':
        return {
          call() {
            if (files.readFileSync(filePath).byteLength !== sizeBytes) throw new Error('Not the file.');
          },
          bare: { sent: null, answer: 'bytes', sizeBytes },
        };
      case 'writeFileSync':
        return {
          call() {
            files.writeFileSync(filePath, bytes.buffer);
          },
          bare: { sent: bytes, answer: 'nothing', sizeBytes: 0 },
        };
      case 'openSync':
        return { call: open, after: close, bare: nothing };
      case 'readSync': {
        const arrayBuffer = new ArrayBuffer(sizeBytes);
        return {
          before: open,
          call() {
            const { bytesRead } = files.readSync({ fd, arrayBuffer, length: sizeBytes, position: 0 });
            if (bytesRead !== sizeBytes) throw new Error('Not the file.');
          },
          after: close,
          bare: { sent: null, answer: 'bytes', sizeBytes },
        };
      }
      case 'closeSync':
        return { before: open, call: close, bare: nothing };
      default:
        throw new Error(`No case ${name}`);
    }
  };

  const timed = (work: () => void): number => {
    const startedAt = performance.now();
    work();
    return (performance.now() - startedAt) * 1000;
  };
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

  return cases.map(({ name, sizeBytes }) => {
    const work = storageWork(name, sizeBytes) ?? fileWork(name, sizeBytes);
    const callUs: number[] = [];
    const bareUs: number[] = [];
    const bare = (): void => void ferryBench.sendSync(work.bare);
    // One beside the other, so that both meet the same machine.
    for (let count = 0; count < calls; count += 1) {
      work.before?.();
      callUs.push(
        timed(() => {
          work.call();
        }),
      );
      work.after?.();
      bareUs.push(timed(bare));
    }
    return { callUs: middle(callUs), bareUs: middle(bareUs) };
  });
}
