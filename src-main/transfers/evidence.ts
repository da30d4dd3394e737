import type { BodySide, HopRecord, KeptBody, PartRecord } from '#contract/transfer';
import { createHash } from 'node:crypto';
import type { BodyPiece, BodyToKeep } from '../journal/bodies/kept-bodies.ts';
import type { ExchangePatch } from '../journal/journal.ts';
import { multipartFrame } from '../lib/multipart.ts';
import type { JobBody, JobCounts, JobSink } from '../worker/protocol.ts';
import type { WireResult } from './exchange-run.ts';
import type { TransferPlan } from './plan.ts';
import { createProgressSamples } from './progress-samples.ts';
import { headerValue } from './rules/headers.ts';

/** Keeps bodies of one program; see `KeptBodies`. */
export interface BodyKeeper {
  keep(body: Omit<BodyToKeep, 'project'>): KeptBody | null;
}

/** What is laid by of a transfer for whoever looks at it later: its bodies, its parts, its course. */
export interface Evidence {
  /** What goes out; called before it does. */
  sending(plan: TransferPlan): ExchangePatch;
  /** What came back, whole or not, while it still lies where the worker has put it. */
  received(plan: TransferPlan, wire: WireResult): ExchangePatch;
  progress(counts: JobCounts): ExchangePatch;
  hop(hop: HopRecord): ExchangePatch;
}

/** @param sinceCallMs milliseconds since the `wx` call */
export function createEvidence(exchangeId: string, keeper: BodyKeeper, sinceCallMs: () => number): Evidence {
  let bodies: Readonly<Record<BodySide, KeptBody | null>> = { request: null, response: null };
  const samples = createProgressSamples(sinceCallMs);
  const hops: HopRecord[] = [];

  const keep = (
    side: BodySide,
    pieces: readonly BodyPiece[],
    mediaType: string | null,
    isPartial = false,
  ): ExchangePatch => {
    const kept = keeper.keep({ exchangeId, side, pieces, mediaType });
    bodies = { ...bodies, [side]: kept && isPartial ? { ...kept, isPartial: true } : kept };
    return { bodies };
  };
  return {
    sending(plan) {
      const pieces = piecesOf(plan.body);
      const parts = placedParts(plan);
      return { parts, ...keep('request', pieces, headerValue(plan.headers, 'content-type')) };
    },
    received(plan, { end, headers }) {
      if (!headers) return {};
      const came = end.outcome.ok
        ? { inlineBody: end.outcome.inlineBody, sizeBytes: end.counts.decodedBytes }
        : end.partial;
      if (!came) return {};
      const piece: BodyPiece = came.inlineBody
        ? { kind: 'bytes', bytes: came.inlineBody }
        : { kind: 'file', realPath: pathOf(plan.sink), sizeBytes: came.sizeBytes };
      return keep('response', [piece], headerValue(headers.headers, 'content-type'), !end.outcome.ok);
    },
    progress(counts) {
      samples.take(counts);
      return { samples: samples.list() };
    },
    hop(hop) {
      hops.push(hop);
      return { hops: [...hops] };
    },
  };
}

function pathOf(sink: JobSink): string {
  return sink.kind === 'file' ? sink.partPath : sink.spillPath;
}

/** A request body as it goes out, byte by byte. */
function piecesOf(body: JobBody): BodyPiece[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'bytes':
      return [body];
    case 'file':
      return [{ kind: 'file', realPath: body.path, sizeBytes: body.sizeBytes }];
    case 'multipart': {
      const { boundary, fields, file } = body;
      const { head, tail } = multipartFrame(boundary, fields, file);
      return [
        { kind: 'bytes', bytes: head },
        { kind: 'file', realPath: file.path, sizeBytes: file.sizeBytes },
        { kind: 'bytes', bytes: tail },
      ];
    }
  }
}

/** The parts with their places, and the hashes of the fields; the file's comes when it is hashed, if it is not known. */
function placedParts({ body, parts }: TransferPlan): readonly PartRecord[] {
  if (body.kind !== 'multipart') return parts;
  const { places } = multipartFrame(body.boundary, body.fields, body.file);
  return parts.map((part, index) => {
    const field = body.fields[index];
    return {
      ...part,
      ...places[index],
      sha256: field ? createHash('sha256').update(field[1]).digest('hex') : part.sha256,
    };
  });
}

/** The hash of the file that was sent is its part's as well. */
export function withPartHash(parts: readonly PartRecord[], patch: ExchangePatch): ExchangePatch {
  const sha256 = patch.file?.sha256 ?? null;
  if (sha256 === null || parts.every(({ filename }) => filename === null)) return patch;
  return { ...patch, parts: hashedParts(parts, sha256) };
}

/** The parts with the hash of the file. */
export function hashedParts(parts: readonly PartRecord[], sha256: string): readonly PartRecord[] {
  return parts.map((part) => (part.filename === null ? part : { ...part, sha256 }));
}
