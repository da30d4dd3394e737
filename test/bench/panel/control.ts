import { launchBrowser } from '../../support/browser.ts';
import { believableExchange, createDice } from './believable.ts';
import { scroll } from './hand.ts';
import { traceTasks, type TaskFigures } from './trace.ts';

/** Different rows of the control; they repeat. */
const ROWS = 500;

/** The same rows in a page that does nothing else: lines of text in a list that draws what is in sight. */
export async function measureControl(count: number, seconds: number): Promise<TaskFigures> {
  const dice = createDice(7);
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const { method, url, statusCode, page, durationMs } = believableExchange(index, 0, dice);
    return [method, url, page, String(statusCode), `${String(durationMs)} ms`];
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.setContent(
      '<style>body{margin:0;font:13px sans-serif}.list{height:760px;overflow:auto;position:relative}' +
        '.row{position:absolute;left:0;right:0;height:28px;display:grid;grid-template-columns:60px 3fr 2fr 60px 80px;contain:strict}' +
        '.row span{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}</style><div class="list"><div class="all"></div></div>',
    );
    await page.evaluate(drawBareList, [rows, count] as const);
    return await traceTasks(page, async () => {
      await scroll(page, '.list', seconds);
    });
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
function drawBareList([rows, count]: readonly [rows: readonly (readonly string[])[], count: number]): void {
  const list = document.querySelector('.list');
  const all = document.querySelector('.all');
  if (!(list instanceof HTMLElement) || !(all instanceof HTMLElement)) return;
  all.style.height = `${String(count * 28)}px`;
  const pool = Array.from({ length: 48 }, () => {
    const row = document.createElement('div');
    row.className = 'row';
    for (let cell = 0; cell < 5; cell += 1) row.append(document.createElement('span'));
    all.append(row);
    return row;
  });
  const draw = (): void => {
    const first = Math.max(0, Math.floor(list.scrollTop / 28) - 8);
    for (let place = first; place < Math.min(count, first + pool.length); place += 1) {
      const row = pool[place % pool.length];
      if (!row || row.dataset['place'] === String(place)) continue;
      row.dataset['place'] = String(place);
      row.style.transform = `translateY(${String(place * 28)}px)`;
      for (const [cell, text] of (rows[place % rows.length] ?? []).entries()) {
        const span = row.children[cell];
        if (span) span.textContent = text;
      }
    }
  };
  list.addEventListener('scroll', draw);
  draw();
}
