import type { DevtoolsSession } from '../devtools-pipe.ts';
import { socketScript } from '../worlds/scripts.ts';
import type { PageTarget } from './page-target.ts';
import type { AnnouncedPage, Stage } from './stage.ts';

/** Chromium's own tools, as a page; its socket is a binding of ours. */
const TOOLS_URL = 'devtools://devtools/bundled/devtools_app.html?ws=page';
const SIZE = { width: 1000, height: 700 };

/** Chromium's developer tools for a page, in a window of their own, wherever the page is. */
export class DevtoolsWindow {
  private readonly page: PageTarget;
  private readonly tools: Promise<AnnouncedPage>;
  private readonly stage: Stage;

  /**
   * @param stage the browser with the windows
   * @param onClosed hears that the user has closed the window
   */
  constructor(stage: Stage, page: PageTarget, onClosed: () => void) {
    this.stage = stage;
    this.page = page;
    this.tools = this.open();
    void this.tools
      .then(({ targetId }) => {
        stage.root.on('Target.targetDestroyed', (gone) => {
          if (gone.targetId === targetId) onClosed();
        });
      })
      .catch(onClosed);
  }

  close(): void {
    void this.tools
      .then(({ targetId }) => this.stage.root.send('Target.closeTarget', { targetId }))
      .catch(() => undefined);
  }

  private async open(): Promise<AnnouncedPage> {
    const inspected = await this.page.attached;
    const { root } = this.stage;
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...SIZE,
    });
    const tools = await this.stage.takePage(targetId);
    const session = this.stage.session(tools.sessionId);
    const attachment = { targetId: inspected.targetId, flatten: true };
    const { sessionId } = await inspected.stage.root.send('Target.attachToTarget', attachment);
    await this.connect(session, inspected.stage, sessionId);
    await session.send('Page.navigate', { url: TOOLS_URL });
    return tools;
  }

  /** Lays a line between the tools and a session of their own with the page. */
  private async connect(tools: DevtoolsSession, stage: Stage, sessionId: string): Promise<void> {
    const line = stage.browser.pipe.line(sessionId, (text) => {
      tools
        .send('Runtime.evaluate', { expression: `globalThis.receiveFromPage?.(${JSON.stringify(text)})` })
        .catch(() => undefined);
    });
    tools.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'sendToPage') line.send(payload);
    });
    await Promise.all([
      tools.send('Page.enable'),
      tools.send('Runtime.enable'),
      tools.send('Runtime.addBinding', { name: 'sendToPage' }),
      tools.send('Page.addScriptToEvaluateOnNewDocument', { source: socketScript() }),
    ]);
  }
}
