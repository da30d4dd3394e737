import type { PageTarget } from './page-target.ts';

/** Text stays legible and a frame of a phone's size stays below 100 kB. */
const QUALITY = 90;
/** One frame is drawn while the next is on its way; what comes later replaces what waits. */
const FRAMES_IN_FLIGHT = 2;

/** What a page looks like, frame by frame, for as long as somebody shows it. */
export class Screencast {
  private readonly page: PageTarget;
  private draw: ((picture: string) => Promise<unknown>) | null = null;

  constructor(page: PageTarget) {
    this.page = page;
    void page.attached
      .then(({ session }) => {
        session.on('Page.screencastFrame', ({ data, sessionId }) => {
          // The next frame comes when this one is on the screen: none is made that nobody sees.
          void Promise.resolve(this.draw?.(data)).finally(() => {
            page.post('Page.screencastFrameAck', { sessionId });
          });
        });
      })
      .catch(() => undefined);
  }

  /** Begins with the page as it is now. */
  start(draw: (picture: string) => Promise<unknown>): void {
    this.draw = draw;
    this.page.post('Page.stopScreencast');
    this.page.post('Page.startScreencast', {
      format: 'jpeg',
      quality: QUALITY,
      maxFramesInFlight: FRAMES_IN_FLIGHT,
      sendLastFrame: true,
    });
  }

  stop(): void {
    this.draw = null;
    this.page.post('Page.stopScreencast');
  }
}
