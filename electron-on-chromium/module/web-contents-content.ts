import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { evaluate } from '../page/evaluate.ts';
import { inputCommand, type AppInputEvent } from '../page/input-events.ts';
import type { Named } from './conformance.ts';
import { NativeImage } from './native-image.ts';
import { WebContentsSettings } from './web-contents-settings.ts';

const JPEG_QUALITY = 90;

/** The part of Electron's `WebContents` that works on what the page shows: scripts, pictures, input. */
export abstract class WebContentsContent
  extends WebContentsSettings
  implements
    Pick<
      Electron.WebContents,
      'isLoading' | 'isCrashed' | 'executeJavaScript' | 'insertCSS' | 'sendInputEvent' | 'insertText'
    >,
    Named<Electron.WebContents, 'capturePage'>
{
  abstract isLoading(): boolean;
  abstract isCrashed(): boolean;

  /** Runs code in the page once it has loaded; resolves with a clone of what it gives. */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    this.checkAlive();
    if (this.isLoading()) await once(this, 'did-stop-loading');
    return evaluate((method, parameters) => this.page.send(method, parameters), code, userGesture);
  }

  /** Adds a style sheet to the current document; resolves with a key. */
  async insertCSS(css: string): Promise<string> {
    const key = `css-${randomBytes(4).toString('hex')}`;
    const text = JSON.stringify(css);
    await this.executeJavaScript(
      `{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${text}); document.adoptedStyleSheets.push(sheet); }`,
    );
    return key;
  }

  /** The page as it looks now, or the part of it inside `rect` (CSS pixels); empty when its renderer is gone. */
  async capturePage(rect?: Electron.Rectangle): Promise<NativeImage> {
    this.checkAlive();
    if (this.isCrashed()) return new NativeImage(Buffer.alloc(0), Buffer.alloc(0));
    const zoom = this.getZoomFactor();
    const clip = rect && {
      x: rect.x / zoom,
      y: rect.y / zoom,
      width: rect.width / zoom,
      height: rect.height / zoom,
      scale: 1,
    };
    const shot = async (parameters: { format: 'png' | 'jpeg'; quality?: number }): Promise<Buffer> => {
      const { data } = await this.page.send('Page.captureScreenshot', {
        ...parameters,
        ...(clip && { clip }),
      });
      return Buffer.from(data, 'base64');
    };
    const png = await shot({ format: 'png' });
    return new NativeImage(png, await shot({ format: 'jpeg', quality: JPEG_QUALITY }));
  }

  sendInputEvent(event: AppInputEvent): void {
    this.checkAlive();
    const command = inputCommand(event);
    const { inputScale } = this.page;
    if (command.kind === 'mouse') {
      const { x, y } = command.parameters;
      const at = { x: x * inputScale, y: y * inputScale };
      this.page.post('Input.dispatchMouseEvent', { ...command.parameters, ...at });
    }
    if (command.kind === 'key') this.page.post('Input.dispatchKeyEvent', command.parameters);
  }

  async insertText(text: string): Promise<void> {
    this.checkAlive();
    await this.page.send('Input.insertText', { text });
  }
}
