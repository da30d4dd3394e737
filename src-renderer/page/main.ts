import './chrome/chrome.css';
import './chrome/screen.css';
import './chrome/sheets.css';
import './chrome/tab-bar.css';
import './errors/error-overlay.css';
import './inspect/inspect.css';
import './base.css';
import './overlays/overlays.css';
import './overlays/picker.css';
import './overlays/viewer.css';
import './overlays/permissions.css';
import type { WxBridge } from '#contract/bridge';
import { WX_BRIDGE_KEY } from '#contract/wx';
import { bootPage } from './boot.ts';
import { logError } from './errors/console.ts';

const bridge = (window as unknown as Record<string, WxBridge>)[WX_BRIDGE_KEY];

if (bridge) {
  bootPage(bridge).catch((error: unknown) => {
    logError('The mini-program did not start:', error);
    document.body.textContent = error instanceof Error ? error.message : String(error);
  });
} else {
  document.body.textContent = 'This page runs inside Ferry.';
}
