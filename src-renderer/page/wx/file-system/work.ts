import type {
  FileContent,
  FileSystemAnswer,
  FileSystemOp,
  FileSystemOperations,
  FileSystemRequest,
} from '#contract/file-system';
import type { BodyRef } from '#contract/transfer';

/** What a file operation needs done outside the page: one question to main, or the bytes behind an answer. */
export type Errand =
  | {
      readonly kind: 'ask';
      /** Bytes that go into a file; null for a question without any. */
      readonly bytes: Uint8Array<ArrayBuffer> | null;
      /** @param content the bytes on their way, as the errand's runner sends them */
      readonly request: (content: FileContent) => FileSystemRequest;
    }
  | { readonly kind: 'take'; readonly body: BodyRef };

/** What an errand comes back with: main's answer, or bytes. */
export type Errands = FileSystemAnswer | Uint8Array<ArrayBuffer>;

/**
 * A file operation, written once for both forms of its method: it yields errands and goes on with what they come back
 * with, at once (`*Sync`) or later.
 */
export type Work<T> = Generator<Errand, T, Errands>;

type Fields<Op extends FileSystemOp> = Parameters<FileSystemOperations[Op]>[0];
type Answer<Op extends FileSystemOp> = ReturnType<FileSystemOperations[Op]>;

/** Asks main one thing. Fails with what main fails with. */
export function* ask<Op extends FileSystemOp>(op: Op, fields: Fields<Op>): Work<Answer<Op>> {
  const request = { op, ...fields } as FileSystemRequest;
  return (yield { kind: 'ask', bytes: null, request: () => request }) as Answer<Op>;
}

type ContentOp = 'appendFile' | 'write' | 'writeFile';

/** Asks main to write bytes. */
export function* hand<Op extends ContentOp>(
  op: Op,
  bytes: Uint8Array<ArrayBuffer>,
  fields: Omit<Fields<Op>, 'content'>,
): Work<Answer<Op>> {
  const request = (content: FileContent): FileSystemRequest =>
    ({ op, content, ...fields }) as unknown as FileSystemRequest;
  return (yield { kind: 'ask', bytes, request }) as Answer<Op>;
}

/** The bytes behind an answer, in a buffer of their own. */
export function* take(body: BodyRef): Work<Uint8Array<ArrayBuffer>> {
  return (yield { kind: 'take', body }) as Uint8Array<ArrayBuffer>;
}
