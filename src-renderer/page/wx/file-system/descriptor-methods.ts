import type { WxResult } from '../callbacks.ts';
import type { WxOptions } from '../parameters.ts';
import { countOf, dataPartOf, fdOf, openFlagOf, partOf, pathOf, targetOf } from './arguments.ts';
import { type FileMethods, returning, TAKES_OPTIONS } from './method.ts';
import { Stats } from './stats.ts';
import { ask, hand, take, type Work } from './work.ts';

const FILE = { filePath: 'String' } as const;
const FD = { fd: 'String' } as const;

/** The methods of file descriptors, all since 2.16.1 (wx-api.md §11). */
export const DESCRIPTOR_METHODS: FileMethods = {
  close: {
    required: FD,
    sync: TAKES_OPTIONS,
    *run(options) {
      yield* ask('close', { fd: fdOf(options) });
      return {};
    },
  },
  fstat: {
    required: FD,
    sync: returning('stats', TAKES_OPTIONS),
    *run(options) {
      return { stats: new Stats(yield* ask('fstat', { fd: fdOf(options) })) };
    },
  },
  ftruncate: {
    required: { ...FD, length: 'Number' },
    sync: TAKES_OPTIONS,
    *run(options) {
      yield* ask('ftruncate', { fd: fdOf(options), length: countOf(options, 'length', 1300022) ?? 0 });
      return {};
    },
  },
  open: {
    required: FILE,
    sync: returning('fd', TAKES_OPTIONS),
    *run(options) {
      const filePath = pathOf(options, 'filePath');
      return { fd: yield* ask('open', { filePath, flag: openFlagOf(options) }) };
    },
  },
  read: { required: FD, sync: { takes: null, returns: 'all' }, run: read },
  write: {
    required: FD,
    sync: { takes: null, returns: 'all' },
    *run(options) {
      const fd = fdOf(options);
      // Whatever is no number leaves the position to the pointer (WeChat's documentation of write).
      const position = typeof options['position'] === 'number' ? countOf(options, 'position', 1301009) : null;
      return { bytesWritten: yield* hand('write', dataPartOf(options), { fd, position }) };
    },
  },
};

function* read(options: WxOptions): Work<WxResult> {
  const fd = fdOf(options);
  const arrayBuffer = targetOf(options);
  const { offset, length } = partOf(options, arrayBuffer.byteLength, 'nothing');
  const position = countOf(options, 'position', 1301009);
  const bytes = yield* take(yield* ask('read', { fd, length, position }));
  // Meanwhile the page may have given its buffer away, or made it smaller.
  const target = targetOf(options);
  partOf(options, target.byteLength, 'nothing');
  new Uint8Array(target, offset, bytes.byteLength).set(bytes);
  return { bytesRead: bytes.byteLength, arrayBuffer: target };
}
