import { describeLab } from './routes.ts';

/** The page at `/`: what there is to ask for. `origin` is where the lab was reached. */
export function indexPage(origin: string): string {
  const rows = describeLab().map(
    ({ methods, usage, summary }) =>
      `<tr><td>${escaped(methods.join(', ') || 'any')}</td><td><code>${escaped(usage)}</code></td>` +
      `<td>${escaped(summary)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Ferry Lab</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  td { padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: top; }
  td:first-child { white-space: nowrap; opacity: 0.7; }
  code { font: 13px/1.6 ui-monospace, monospace; }
</style>
<h1>Ferry Lab</h1>
<p>A server to try transfers on, at <code>${escaped(origin)}</code>. Wrong parameters get a 400 that says what is wrong.</p>
<table>
${rows.join('\n')}
</table>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
