const HEAD_END = Buffer.from('\r\n\r\n');

/** Tells the head of a request from its body, whatever the pieces it is written in. */
export interface RequestSplitter {
  /** How many of these next bytes belong to the head. */
  headBytesOf(chunk: Uint8Array): number;
  isHeadWhole(): boolean;
}

export function createRequestSplitter(): RequestSplitter {
  /** The last bytes of a head that is not whole yet; null when it is. */
  let tail: Buffer | null = Buffer.alloc(0);
  return {
    headBytesOf(chunk) {
      if (tail === null) return 0;
      const tailBytes = tail.length;
      const seen = Buffer.concat([tail, chunk]);
      const at = seen.indexOf(HEAD_END);
      tail = at === -1 ? seen.subarray(-(HEAD_END.length - 1)) : null;
      return at === -1 ? chunk.length : at + HEAD_END.length - tailBytes;
    },
    isHeadWhole: () => tail === null,
  };
}
