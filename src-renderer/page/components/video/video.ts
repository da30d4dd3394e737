import type { GeneralComponent } from 'glass-easel';
import { element as made } from '../../overlays/dom.ts';
import { offerNode } from '../../query/node-registry.ts';
import { builtin } from '../builtin.ts';
import { createDanmuLayer } from './danmu-layer.ts';
import { createSmallWindow } from './small-window.ts';
import { createVideoControls } from './video-controls.ts';
import { createFullScreen, directionOf, turnFrom, type Turn } from './video-fullscreen.ts';
import { listenToVideoGestures } from './video-gestures.ts';
import { VIDEO_PROPERTIES } from './video-properties.ts';
import { addVideo } from './video-registry.ts';
import { clockText, VIDEO_WORDS } from './video-words.ts';

/** `MediaError.code` in the words of `binderror`. */
export const MEDIA_ERRORS: readonly string[] = [
  'MEDIA_ERR_UNKNOWN',
  'MEDIA_ERR_ABORTED',
  'MEDIA_ERR_NETWORK',
  'MEDIA_ERR_DECODE',
  'MEDIA_ERR_SRC_NOT_SUPPORTED',
];

/** A function of `wx` that gives a context. */
type Maker = (id: string, owner: unknown) => unknown;

const FITS: ReadonlySet<string> = new Set(['contain', 'fill', 'cover']);
const MIN_RATE = 0.5;
const MAX_RATE = 4;
/** A drag across the whole video is at most so far. */
const SEEK_SPAN_S = 90;

/**
 * `video` with WeChat's controls (WeChat's documentation of video). What is written inside lies over it, also in full
 * screen, which fills the phone. It pauses when its page is left, and when the app goes to the background.
 */
export const video = builtin({
  tag: 'video',
  properties: VIDEO_PROPERTIES,
  attach(self) {
    const { element, host } = self;
    const words = VIDEO_WORDS[host.boot.locale];
    const media = made('video', {
      class: 'wx-video-media',
      playsinline: true,
      preload: 'metadata',
      disablepictureinpicture: true,
      disableremoteplayback: true,
    });
    const layer = made('div', { class: 'wx-video-gestures' });
    const hint = made('div', { class: 'wx-video-hint', hidden: true });
    const danmu = createDanmuLayer();
    let hasStarted = false;
    let isDanmuShown = self.get('enableDanmu');
    let isMuted = self.get('muted');
    let playsInBackground = false;
    let isAppHidden = false;
    let brightness = 1;
    /** What the fingers began with. */
    let before: number | null = null;
    /** A `seek` of the mini-program or of the person, whose end is told. */
    let isSeeking = false;

    const lengthS = (): number =>
      self.get('duration') || (Number.isFinite(media.duration) ? media.duration : 0);

    function buffered(): number {
      const { buffered: ranges, duration } = media;
      return ranges.length > 0 && duration > 0 ? Math.min(1, ranges.end(ranges.length - 1) / duration) : 0;
    }

    function play(): void {
      // What the browser will not play tells its error, and one it will not play yet waits for a tap.
      void media.play().catch(() => undefined);
    }

    function togglePlay(): void {
      if (media.paused) play();
      else media.pause();
    }

    function seek(positionS: number): void {
      if (!Number.isFinite(positionS) || media.getAttribute('src') === null) return;
      isSeeking = true;
      media.currentTime = Math.max(0, positionS);
      controls.draw();
    }

    const fullScreen = createFullScreen(element, (turn) => {
      const direction = directionOf(turn ?? 0);
      controls.draw();
      self.emit('fullscreenchange', {
        fullScreen: turn !== null,
        fullscreen: turn !== null,
        direction: turn === null ? 'vertical' : direction,
      });
    });

    function enterFullScreen(wanted: Turn | null): void {
      const byShape: Turn = media.videoWidth > media.videoHeight ? 90 : 0;
      fullScreen.enter(wanted ?? turnFrom(self.get('direction')) ?? byShape);
    }

    const controls = createVideoControls({
      words,
      values: () => self.node.data as ReturnType<Parameters<typeof createVideoControls>[0]['values']>,
      width: () => element.clientWidth,
      state: () => ({
        isPlaying: !media.paused && !media.ended,
        hasStarted,
        isMuted: media.muted,
        isFullScreen: fullScreen.turn() !== null,
        isDanmuShown,
        currentS: media.currentTime,
        lengthS: lengthS(),
        buffered: buffered(),
      }),
      togglePlay,
      toggleMute() {
        isMuted = !isMuted;
        applyLook();
      },
      toggleDanmu() {
        isDanmuShown = !isDanmuShown;
        applyLook();
      },
      toggleFullScreen() {
        if (fullScreen.turn() === null) enterFullScreen(null);
        else fullScreen.leave();
      },
      seek,
      toggled(show) {
        self.emit('controlstoggle', { show });
      },
    });

    function applyLook(): void {
      const fit = self.get('objectFit');
      media.style.objectFit = FITS.has(fit) ? fit : 'contain';
      media.loop = self.get('loop');
      media.muted = isMuted;
      const poster = self.get('controls') ? self.get('poster') : '';
      if (poster === '') media.removeAttribute('poster');
      else media.poster = self.resourceUrl(poster);
      danmu.setShown(isDanmuShown);
      const maySlide = self.get('vslideGesture') || self.get('pageGesture');
      layer.toggleAttribute('data-slides', maySlide);
      controls.draw();
    }

    function load(): void {
      hasStarted = false;
      danmu.clear();
      const src = self.get('src');
      if (src === '') media.removeAttribute('src');
      else media.src = self.resourceUrl(src);
      media.load();
      if (src !== '' && self.get('autoplay')) play();
      controls.show(true);
    }

    function showHint(text: string | null): void {
      hint.hidden = text === null;
      hint.textContent = text ?? '';
    }

    listenToVideoGestures(layer, {
      turn: fullScreen.turn,
      maySeek: () => hasStarted && self.get('enableProgressGesture') && lengthS() > 0,
      maySlide: () =>
        fullScreen.turn() === null
          ? self.get('vslideGesture') || self.get('pageGesture')
          : self.get('vslideGestureInFullscreen'),
      mayDoubleTap: () => self.get('enablePlayGesture'),
      tapped() {
        controls.show(!controls.isShown());
      },
      doubleTapped: togglePlay,
      seekedBy(part, isEnd) {
        before ??= media.currentTime;
        const span = Math.min(lengthS(), SEEK_SPAN_S);
        const target = Math.min(lengthS(), Math.max(0, before + part * span));
        showHint(isEnd ? null : `${clockText(target)} / ${clockText(lengthS())}`);
        if (!isEnd) return;
        before = null;
        seek(target);
      },
      slidBy(side, part, isEnd) {
        before ??= side === 'left' ? brightness : media.volume;
        const level = Math.min(1, Math.max(0, before + part));
        if (side === 'left') {
          brightness = Math.max(0.1, level);
          media.style.filter = `brightness(${String(brightness)})`;
        } else media.volume = level;
        showHint(isEnd ? null : `${side === 'left' ? '☀' : '♪'} ${String(Math.round(level * 100))}%`);
        if (isEnd) before = null;
      },
    });

    const small = createSmallWindow({
      root: host.overlayRoot,
      words,
      tapped() {
        const back = self.wx['navigateBack'];
        if (typeof back === 'function')
          void (back as (options: object) => unknown)({ delta: 1, fail: () => undefined });
      },
      closed: leaveSmall,
    });

    function enterSmall(on: 'push' | 'pop'): boolean {
      const written = self.get('pictureInPictureMode');
      const modes: readonly unknown[] = Array.isArray(written) ? (written as unknown[]) : [written];
      if (!modes.includes(on) || media.paused || media.ended) return false;
      small.open(media, self.get('pictureInPictureShowProgress'));
      media.pause();
      self.emit('enterpictureinpicture');
      return true;
    }

    function leaveSmall(): number | null {
      const timeS = small.close();
      if (timeS !== null) self.emit('leavepictureinpicture');
      return timeS;
    }

    const tellMedia: Readonly<Record<string, () => void>> = {
      loadedmetadata() {
        const initialS = self.get('initialTime');
        if (initialS > 0) media.currentTime = initialS;
        const { videoWidth: width, videoHeight: height, duration } = media;
        self.emit('loadedmetadata', { width, height, duration });
      },
      play() {
        hasStarted = true;
        danmu.setMoving(true);
        self.emit('play');
        controls.show(true);
      },
      pause() {
        danmu.setMoving(false);
        // The end pauses too, and is told by its own name.
        if (!media.ended) self.emit('pause');
        controls.show(true);
      },
      ended() {
        self.emit('ended');
      },
      timeupdate() {
        const { currentTime, duration } = media;
        danmu.reach(currentTime);
        if (hasStarted)
          self.emit('timeupdate', { currentTime, duration: Number.isFinite(duration) ? duration : 0 });
      },
      waiting() {
        if (!media.paused) self.emit('waiting');
      },
      progress() {
        self.emit('progress', { buffered: Math.round(buffered() * 100) });
      },
      seeked() {
        if (!isSeeking) return;
        isSeeking = false;
        self.emit('seekcomplete', { position: media.currentTime });
      },
      error() {
        if (media.getAttribute('src') === null) return;
        self.emit('error', { errMsg: MEDIA_ERRORS[media.error?.code ?? 0] ?? MEDIA_ERRORS[0] });
      },
    };
    for (const [event, tell] of Object.entries(tellMedia)) {
      media.addEventListener(event, () => {
        tell();
        controls.draw();
      });
    }
    for (const event of ['durationchange', 'volumechange', 'emptied'])
      media.addEventListener(event, controls.draw);

    const control = {
      play,
      pause: () => {
        media.pause();
      },
      stop: () => {
        media.pause();
        if (media.currentTime > 0) media.currentTime = 0;
        hasStarted = false;
        danmu.clear();
        controls.show(true);
      },
      seek,
      sendDanmu: danmu.send,
      setPlaybackRate: (rate: number) => {
        if (!Number.isFinite(rate)) return;
        media.playbackRate = media.defaultPlaybackRate = Math.min(MAX_RATE, Math.max(MIN_RATE, rate));
      },
      requestFullScreen: (direction: number | null) => {
        enterFullScreen(turnFrom(direction));
      },
      exitFullScreen: fullScreen.leave,
      setBackgroundPlayback: (isOn: boolean) => {
        playsInBackground = isOn;
      },
      exitPictureInPicture: () => {
        leaveSmall();
      },
    };
    addVideo(self.node, control);
    offerNode(element, 'context', () => {
      const create = self.wx['createVideoContext'];
      const owner = self.node.ownerShadowRoot?.getHostNode();
      return typeof create === 'function' ? (create as Maker)(self.node.id, owner) : null;
    });

    const stopListening = host.onAppEvent((event) => {
      if (event.kind !== 'app') return;
      isAppHidden = event.state === 'hidden';
      if (isAppHidden && !playsInBackground) media.pause();
    });
    const size = new ResizeObserver(() => {
      requestAnimationFrame(controls.draw);
    });
    size.observe(element);

    element.prepend(media, layer, danmu.element, hint, ...controls.elements);
    danmu.setList(self.get('danmuList'));
    applyLook();
    load();

    return {
      changed: {
        src: load,
        danmuList(list) {
          danmu.setList(list);
        },
        enableDanmu(isShown) {
          isDanmuShown = isShown;
          applyLook();
        },
        muted(muted) {
          isMuted = muted;
          applyLook();
        },
        autoplay(wanted) {
          if (wanted && !hasStarted && self.get('src') !== '') play();
        },
        ...Object.fromEntries(
          [
            ...([
              'controls',
              'danmuBtn',
              'duration',
              'loop',
              'objectFit',
              'pageGesture',
              'playBtnPosition',
            ] as const),
            ...([
              'poster',
              'showBottomProgress',
              'showCenterPlayBtn',
              'showFullscreenBtn',
              'showMuteBtn',
            ] as const),
            ...(['showPlayBtn', 'showProgress', 'title', 'vslideGesture'] as const),
          ].map((name) => [name, applyLook]),
        ),
      },
      pageHidden() {
        // The page is told of the app's going first, and the app's listeners in the same turn.
        queueMicrotask(() => {
          if (isAppHidden) return;
          fullScreen.leave();
          if (!enterSmall('push') && self.get('autoPauseIfNavigate')) media.pause();
        });
      },
      pageShown() {
        const timeS = leaveSmall();
        if (timeS === null) return;
        media.currentTime = timeS;
        play();
      },
      detached() {
        fullScreen.leave();
        const hasLeft = !host.router.stack().some((page) => page.component === pageOf(self.node));
        if (!hasLeft || !enterSmall('pop')) small.close();
        stopListening();
        size.disconnect();
        controls.dispose();
        danmu.clear();
        media.pause();
        media.removeAttribute('src');
        media.load();
      },
    };
  },
});

/** The page a component is in. */
function pageOf(node: GeneralComponent): GeneralComponent {
  let outermost = node;
  for (let root = node.ownerShadowRoot; root; root = outermost.ownerShadowRoot)
    outermost = root.getHostNode();
  return outermost;
}
