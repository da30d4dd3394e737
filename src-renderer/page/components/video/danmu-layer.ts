import { element } from '../../overlays/dom.ts';
import type { Danmu } from './video-registry.ts';

/** A text of `danmu-list`; `time` in seconds of the video. */
interface TimedDanmu extends Danmu {
  readonly time: number;
}

/** Texts that fly over a video from right to left. */
export interface DanmuLayer {
  readonly element: HTMLElement;
  setList(list: unknown): void;
  readonly send: (danmu: Danmu) => void;
  /** The video has come to this time: what is due since the last one flies. */
  reach(timeS: number): void;
  setShown(isShown: boolean): void;
  setMoving(isMoving: boolean): void;
  clear(): void;
}

const LANE_PX = 26;
const FLIGHT_MS = 6_000;
/** A greater step is a seek: what lies between is not shown all at once. */
const STEP_S = 2;
const DEFAULT_COLOR = '#ffffff';

export function danmuFrom(written: unknown): Danmu | null {
  const { text, color } = (written ?? {}) as { text?: unknown; color?: unknown };
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  return { text: String(text), color: typeof color === 'string' && color !== '' ? color : DEFAULT_COLOR };
}

function timedFrom(written: unknown): TimedDanmu[] {
  const danmu = danmuFrom(written);
  const time = Number((written as { time?: unknown } | null)?.time);
  return danmu && Number.isFinite(time) ? [{ ...danmu, time }] : [];
}

export function createDanmuLayer(): DanmuLayer {
  const layer = element('div', { class: 'wx-video-danmu', 'aria-hidden': 'true', hidden: true });
  const flights = new Set<Animation>();
  /** By lane: the text that entered it last. */
  const last: (HTMLElement | undefined)[] = [];
  let list: readonly TimedDanmu[] = [];
  let reachedS = 0;
  let isMoving = false;

  function freeLane(): number {
    const lanes = Math.max(1, Math.floor(layer.clientHeight / LANE_PX));
    const edge = layer.getBoundingClientRect().right;
    for (let lane = 0; lane < lanes; lane += 1) {
      const before = last[lane];
      if (!before?.isConnected || before.getBoundingClientRect().right < edge) return lane;
    }
    return Math.floor(Math.random() * lanes);
  }

  function send({ text, color }: Danmu): void {
    if (layer.hidden) return;
    const lane = freeLane();
    const item = element('p', { class: 'wx-video-danmu-item' }, text);
    item.style.color = color;
    item.style.top = `${String(lane * LANE_PX)}px`;
    layer.append(item);
    last[lane] = item;
    const from = layer.clientWidth;
    const flight = item.animate(
      [
        { transform: `translateX(${String(from)}px)` },
        { transform: `translateX(${String(-item.offsetWidth)}px)` },
      ],
      { duration: FLIGHT_MS, fill: 'both' },
    );
    flights.add(flight);
    if (!isMoving) flight.pause();
    const land = (): void => {
      flights.delete(flight);
      item.remove();
    };
    flight.addEventListener('finish', land);
    flight.addEventListener('cancel', land);
  }

  return {
    element: layer,
    setList(written) {
      list = (Array.isArray(written) ? (written as unknown[]) : []).flatMap(timedFrom);
    },
    send,
    reach(timeS) {
      const isStep = timeS >= reachedS && timeS - reachedS <= STEP_S;
      if (isStep) for (const danmu of list) if (danmu.time > reachedS && danmu.time <= timeS) send(danmu);
      reachedS = timeS;
    },
    setShown(isShown) {
      layer.hidden = !isShown;
    },
    setMoving(moving) {
      isMoving = moving;
      for (const flight of flights)
        if (moving) flight.play();
        else flight.pause();
    },
    clear() {
      for (const flight of [...flights]) flight.cancel();
    },
  };
}
