import { findById, scopeOf } from '../canvas/canvas-registry.ts';
import { danmuFrom } from '../components/video/danmu-layer.ts';
import { type VideoControl, videoOf } from '../components/video/video-registry.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { method, objectOf } from './audio/members.ts';
import { callbacksOf, fireCallbacks, type WxOutcome } from './callbacks.ts';
import { isOptions } from './parameters.ts';

/** What a computer has nothing for: no other screen to send a video to, no status bar over one. */
const WITHOUT_EFFECT = [
  ...['showStatusBar', 'hideStatusBar', 'startCasting', 'switchCasting', 'reconnectCasting', 'exitCasting'],
] as const;

/**
 * `createVideoContext` (WeChat's documentation of VideoContext): methods of the `video` with an id, looked for at each
 * call in the page on top or in the component handed in. A method whose video is not there does nothing.
 */
export function createVideoContextFunctions(kit: ApiKit): WxFunctions {
  const { host, defer, library } = kit;

  return {
    createVideoContext(id, component) {
      const scope = scopeOf(host, component);
      const withVideo = (run: (video: VideoControl) => void): boolean => {
        const node = findById(scope, String(id));
        const video = node && videoOf(node);
        if (video) run(video);
        return video !== null;
      };

      /** For methods that take callbacks though WeChat documents them for few. */
      function answer(name: string, options: unknown, isDone: boolean): void {
        const outcome: WxOutcome = isDone
          ? { ok: true, result: {} }
          : { ok: false, failure: { errMsg: `${name}:fail not supported in Ferry` } };
        const told = isDone ? { errMsg: `${name}:ok` } : { errMsg: `${name}:fail not supported in Ferry` };
        defer(() => {
          fireCallbacks(callbacksOf(options), outcome, told, {
            thrown: (error) => {
              host.reports.exception(error, { ours: false });
            },
          });
        });
      }

      const doing = (
        name: string,
        run: (video: VideoControl, argument: unknown) => void,
      ): PropertyDescriptor =>
        method((argument: unknown) => {
          withVideo((video) => {
            run(video, argument);
          });
          if (isOptions(argument)) answer(name, argument, true);
        });
      const without = (name: string): PropertyDescriptor =>
        method((options: unknown) => {
          host.reports.unsupported(`VideoContext.${name}`);
          if (isOptions(options)) answer(name, options, false);
        });

      const members: PropertyDescriptorMap = {
        play: doing('play', (video) => {
          video.play();
        }),
        pause: doing('pause', (video) => {
          video.pause();
        }),
        stop: doing('stop', (video) => {
          video.stop();
        }),
        seek: doing('seek', (video, positionS) => {
          video.seek(Number(positionS));
        }),
        sendDanmu: doing('sendDanmu', (video, written) => {
          const danmu = danmuFrom(written);
          if (danmu) video.sendDanmu(danmu);
        }),
        playbackRate: doing('playbackRate', (video, rate) => {
          video.setPlaybackRate(Number(rate));
        }),
        requestFullScreen: doing('requestFullScreen', (video, options) => {
          const direction = isOptions(options) ? options['direction'] : undefined;
          video.requestFullScreen(typeof direction === 'number' ? direction : null);
        }),
        exitFullScreen: doing('exitFullScreen', (video) => {
          video.exitFullScreen();
        }),
        requestBackgroundPlayback: doing('requestBackgroundPlayback', (video) => {
          video.setBackgroundPlayback(true);
        }),
        exitBackgroundPlayback: doing('exitBackgroundPlayback', (video) => {
          video.setBackgroundPlayback(false);
        }),
        exitPictureInPicture: doing('exitPictureInPicture', (video) => {
          video.exitPictureInPicture();
        }),
        ...Object.fromEntries(WITHOUT_EFFECT.map((name) => [name, without(name)])),
      };
      return objectOf({ library }, 'VideoContext', members);
    },
  };
}
