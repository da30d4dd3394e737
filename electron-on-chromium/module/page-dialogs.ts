import type { DevtoolsSession, EventParameters } from '../devtools-pipe.ts';
import type { Runtime } from './runtime.ts';
import type { WebContents } from './web-contents.ts';

/**
 * Answers a page's `alert`, `confirm` or `beforeunload`. Without a screen nobody is there: an alert is read, anything
 * else is escaped from. On a screen the browser asks the user, for a view in its host's window.
 */
export async function answerDialog(
  runtime: Runtime,
  contents: WebContents,
  session: DevtoolsSession,
  { type, message }: EventParameters<'Page.javascriptDialogOpening'>,
): Promise<void> {
  const answer = async (accept: boolean): Promise<void> => {
    // The page may have gone meanwhile, and its dialog with it.
    await session.send('Page.handleJavaScriptDialog', { accept }).catch(() => undefined);
  };
  const window = runtime.windowOf(contents);
  if (runtime.headless) return answer(type === 'alert');
  if (contents.picture) {
    // Electron has no prompt either.
    if (!window || type === 'prompt' || type === 'beforeunload') return answer(type === 'beforeunload');
    return answer(await askIn(window.webContents, type, message));
  }
  if (type === 'beforeunload' && window) return answer(window.mayUnload());
}

/** Asks the user in the window's own page; a page that goes meanwhile is a refusal. */
async function askIn(host: WebContents, type: 'alert' | 'confirm', message: string): Promise<boolean> {
  const expression = `${type}(${JSON.stringify(message)})`;
  const asked = await host.page.send('Runtime.evaluate', { expression }).catch(() => null);
  return type === 'alert' || asked?.result.value === true;
}
