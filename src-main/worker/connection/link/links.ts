import type { LinkSpec } from '#contract/conditions';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobLink } from '../../protocol.ts';
import { chance } from './chance.ts';
import { createFlow } from './flow.ts';
import { createLane, type Lane } from './lane.ts';
import { LinkSocket } from './link-socket.ts';

/** Linux waits so long beyond the round trip before it sends a packet again. */
const RETRANSMISSION_MS = 200;
/** And so long for the first packet of a connection. */
const FIRST_RETRANSMISSION_MS = 1000;

/** What counts as sent lies in this process only so far ahead of the link. */
const MOST_AHEAD_UP_BYTES = 32 * 1024;
/** What has come from the server waits here, so that a fast link has something to deliver whenever it is free. */
const MOST_AHEAD_DOWN_BYTES = 1024 * 1024;

/** The links of this process, by their ids. */
export interface Links {
  /** A place on a link for one connection about to be made. */
  use(link: JobLink): LinkUse;
  /** A job comes with what the link is like now: the connections that are on it follow. */
  adjust(link: JobLink): void;
  /** Links that something runs over. */
  live(): number;
}

export interface LinkUse {
  /** What connecting takes on the link: one round trip, more when its packets are lost. */
  handshake(signal: AbortSignal): Promise<void>;
  /** Puts a connected socket behind the link. */
  condition(socket: Socket): Duplex;
  /** The connection came to nothing. */
  release(): void;
}

interface Link {
  readonly up: Lane;
  readonly down: Lane;
  spec: LinkSpec;
  seed: number;
  connectionsSoFar: number;
  users: number;
}

/** Links last as long as there are connections on them. `now` is a monotonic clock in milliseconds. */
export function createLinks(now: () => number = () => performance.now()): Links {
  const links = new Map<string, Link>();

  const linkFor = ({ id, spec, seed }: JobLink): Link => {
    const known = links.get(id);
    if (known === undefined) {
      const made = {
        up: createLane(spec.up, now),
        down: createLane(spec.down, now),
        spec,
        seed,
        connectionsSoFar: 0,
        users: 0,
      };
      links.set(id, made);
      return made;
    }
    adjust(known, spec);
    known.seed = seed;
    return known;
  };

  return {
    adjust({ id, spec }) {
      const known = links.get(id);
      if (known !== undefined) adjust(known, spec);
    },
    use(jobLink) {
      const link = linkFor(jobLink);
      const { seed } = link;
      const stream = 2 * link.connectionsSoFar;
      link.connectionsSoFar += 1;
      link.users += 1;
      let isReleased = false;
      const release = () => {
        if (isReleased) return;
        isReleased = true;
        link.users -= 1;
        if (link.users === 0 && links.get(jobLink.id) === link) links.delete(jobLink.id);
      };
      const roundTripMs = () => link.up.direction.latencyMs + link.down.direction.latencyMs;
      const flowDeps = { now, seed, retransmissionMs: () => RETRANSMISSION_MS + roundTripMs() };
      return {
        release,
        async handshake(signal) {
          const waitMs = [link.up.direction, link.down.direction]
            .map((direction, at) => {
              const jitter = (2 * chance(seed, 2 * (stream + at), -1) - 1) * direction.jitterMs;
              return (
                Math.max(0, direction.latencyMs + jitter) + lossMs(seed, stream + at, direction.lossRatio)
              );
            })
            .reduce((sum, ms) => sum + ms, 0);
          if (Number.isFinite(waitMs)) await sleep(waitMs, undefined, { signal });
          else await new Promise<never>(() => undefined);
        },
        condition(socket) {
          const conditioned = new LinkSocket(socket, {
            up: (deliver) =>
              createFlow({
                ...flowDeps,
                lane: link.up,
                stream,
                mostAheadBytes: MOST_AHEAD_UP_BYTES,
                deliver,
              }),
            down: (deliver) =>
              createFlow({
                ...flowDeps,
                lane: link.down,
                stream: stream + 1,
                mostAheadBytes: MOST_AHEAD_DOWN_BYTES,
                deliver,
              }),
          });
          conditioned.once('close', release);
          return conditioned;
        },
      };
    },
    live: () => links.size,
  };
}

function adjust(link: Link, spec: LinkSpec): void {
  if (JSON.stringify(link.spec) === JSON.stringify(spec)) return;
  link.spec = spec;
  link.up.change(spec.up);
  link.down.change(spec.down);
}

/** What the loss of a connection's first packet costs. */
function lossMs(seed: number, stream: number, lossRatio: number): number {
  if (lossRatio >= 1) return Infinity;
  let waitMs = 0;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (chance(seed, 2 * stream + 1, -2 - attempt) >= lossRatio) break;
    waitMs += FIRST_RETRANSMISSION_MS * 2 ** attempt;
  }
  return waitMs;
}
