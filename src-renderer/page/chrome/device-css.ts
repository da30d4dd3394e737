import type { LiveDevice } from '../host.ts';

const SAFE_AREA = /\benv\(\s*safe-area-inset-/gi;

/**
 * A style with the device's own safe area: Chromium knows the computer's screen alone, so `env(safe-area-inset-top)`
 * becomes the custom property the runtime keeps on the document. Fall-backs stay: `var()` takes them as `env()` does.
 */
export function withDeviceInsets(css: string): string {
  return css.replace(SAFE_AREA, 'var(--ferry-safe-area-inset-');
}

const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;
/** Media conditions that always and never hold. */
const ALWAYS = '(min-width: 0px)';
const NEVER = '(max-width: -1px)';

/**
 * Makes `@media (prefers-color-scheme)` follow the device in place of the computer. Electron sets the scheme for all
 * windows at once (`nativeTheme`), and a view alone only through its debugger, which the developer's tools need; so
 * the conditions are exchanged in the document, where a change of theme reaches every sheet at once.
 */
export function followTheme(root: HTMLElement, device: LiveDevice): void {
  /** Conditions as written, of the rules that ask. */
  const asking = new Map<CSSMediaRule, string>();

  const apply = (rule: CSSMediaRule, written: string): void => {
    const { theme } = device.current();
    rule.media.mediaText = written.replace(SCHEME, (_, scheme: string) =>
      scheme.toLowerCase() === theme ? ALWAYS : NEVER,
    );
  };
  const visit = (rules: CSSRuleList): void => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule && /prefers-color-scheme/i.test(rule.media.mediaText)) {
        const written = rule.media.mediaText;
        asking.set(rule, written);
        apply(rule, written);
      }
      if (rule instanceof CSSGroupingRule) visit(rule.cssRules);
    }
  };
  const adopt = (node: Node): void => {
    const style = node instanceof HTMLStyleElement ? node : node.parentElement;
    if (!(style instanceof HTMLStyleElement) || !style.sheet) return;
    if (/prefers-color-scheme/i.test(style.textContent)) visit(style.sheet.cssRules);
  };

  new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(adopt);
    for (const rule of [...asking.keys()]) {
      if (rule.parentStyleSheet?.ownerNode?.isConnected !== true) asking.delete(rule);
    }
  }).observe(root, { childList: true, subtree: true });
  root.querySelectorAll('style').forEach(adopt);
  device.onChange((now, before) => {
    if (now.theme === before.theme) return;
    for (const [rule, written] of asking) apply(rule, written);
  });
}
