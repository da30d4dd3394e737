import { HARBOUR_ORIGIN, HARBOUR_PROXY } from '../harbour-server.ts';
import { byId, EVERY_LOOK, openDetails, rowOf, runCommand, settle, showTab, type Stage } from '../stage.ts';

/** Places in the sample album, in the order picked. */
const PICKED = [0, 3, 6];

/** Lets the mini-program reach its server, and begins anew: what it tried before that is forgotten. */
export async function tuneIn({ ferry, panel, guest }: Stage): Promise<void> {
  const host = [HARBOUR_ORIGIN];
  await ferry.call('panel:change-conditions', {
    proxy: HARBOUR_PROXY,
    certificateCheck: 'off',
    domains: { request: host, socket: [], uploadFile: host, downloadFile: host, udp: [], tcp: [] },
  });
  await showTab(panel, 'Transfers');
  await ferry.call('panel:reload', {});
  await rowOf(panel, 'paper-boat').filter({ hasText: '200' }).waitFor();
  await ferry.call('panel:clear-data', { kinds: ['transfers'] });
  await rowOf(panel, 'paper-boat').waitFor({ state: 'detached' });
  await ferry.call('panel:reload', {});
  await rowOf(panel, 'paper-boat').filter({ hasText: '200' }).waitFor();
  await (await guest()).getByText('雾里的群山').waitFor();
}

/** What a morning at the harbour transfers: entries, three photos, one kept, and five ways to go wrong. */
export async function playMorning({ panel, guest, callPage, server }: Stage): Promise<void> {
  const page = await guest();
  await page.getByText('雾里的群山').waitFor();
  await showTab(panel, 'Transfers');
  await byId(page, 'choose').click();
  for (const index of PICKED) await page.locator('.ferry-picker__picture').nth(index).click();
  await page.locator('.ferry-picker__done').click();
  await page.getByText('选了 3 张').waitFor();
  await byId(page, 'upload').click();
  await page.getByText('上传完成').waitFor();
  await callPage('keep');
  await page.getByText('已存到本地').waitFor();
  for (const [method, path, end] of [
    ['avatar', 'u-2041.png', '404'],
    ['weather', '/v1/weather', 'Failed'],
    ['chart', '/v1/charts', 'Aborted'],
    ['backup', '/v1/backup', 'Failed'],
  ] as const) {
    await callPage(method);
    await rowOf(panel, path).filter({ hasText: end }).waitFor();
  }
  server.release();
  await page.getByText('灯塔').first().click();
  await page.getByText('潮水退到').waitFor();
  await callPage('comment');
  await page.getByText('雾里也看得见').waitFor();
  await callPage('back');
  await page.getByText('已存到本地').waitFor();
}

/** The list: as it stands, filtered, grouped, and in time. */
export async function playList({ ferry, panel, shoot, callPage, server }: Stage): Promise<void> {
  await showTab(panel, 'Transfers');
  await ferry.call('panel:change-conditions', { link: 'up=1m' });
  await callPage('sync');
  await rowOf(panel, '/v1/voyages')
    .filter({ hasText: /[23]\d%/ })
    .waitFor();
  await shoot('list', { looks: EVERY_LOOK });
  await callPage('stopSync');
  await ferry.call('panel:change-conditions', { link: null });

  const filter = panel.getByRole('combobox', { name: 'Filter transfers' });
  await shoot('list-filter', {
    frame: 'instrument',
    async before() {
      await panel.keyboard.press('Control+f');
      await panel.keyboard.press('Control+a');
      await panel.keyboard.type('status:>=400 s', { delay: 5 });
      await panel.getByRole('listbox').waitFor();
    },
  });
  await panel.keyboard.press('Escape');
  await filter.fill('');
  await panel.keyboard.press('Escape');

  await mark(panel, 'u-2041.png', 'tags', 'avatar, ask the back end');
  await mark(panel, '/v1/weather', 'note', 'Only on the ferry’s Wi-Fi');
  await rowOf(panel, '/v1/photos').first().click();
  await panel.getByRole('grid').focus();
  await panel.keyboard.press('p');
  await panel.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Group by page' }).click();
  await panel
    .getByRole('row', { name: /pages\/entry\/index/ })
    .first()
    .waitFor();
  await shoot('list-groups', { frame: 'instrument' });
  await panel.getByRole('button', { name: 'Group by page' }).click();

  await callPage('tides');
  await panel.getByRole('button', { name: 'Concurrency lanes' }).click();
  const requests = panel.getByRole('region', { name: 'Request' });
  await requests.getByText('10 of 10 slots held, 2 waiting now').waitFor();
  server.release(1);
  await requests.getByText('10 of 10 slots held, 1 waiting now').waitFor();
  await shoot('lanes');
  server.release(11);
  await panel.getByRole('button', { name: 'Concurrency lanes' }).click();
  await panel.getByText('0 in flight').waitFor();
}

async function mark(
  panel: Stage['panel'],
  path: string,
  field: 'tags' | 'note',
  text: string,
): Promise<void> {
  await rowOf(panel, path).click({ button: 'right' });
  await panel.getByRole('menuitem', { name: field === 'tags' ? 'Tags…' : 'Note…' }).click();
  await panel.getByLabel(field === 'tags' ? 'Tags, separated by commas' : 'Note', { exact: true }).fill(text);
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await panel.getByRole('dialog').waitFor({ state: 'detached' });
}

/** One upload from the call to its callbacks, and what a failed one teaches. */
export async function playDetails({ panel, shoot }: Stage): Promise<void> {
  const details = await openDetails(panel, '/v1/photos', 'Story');
  await details.getByText('wx.uploadFile called').waitFor();
  await shoot('story', { looks: EVERY_LOOK });
  for (const [pane, name] of [
    ['Options', 'options'],
    ['Headers', 'headers'],
    ['Response', 'response'],
    ['Progress', 'progress'],
    ['Timing', 'timing'],
    ['Callbacks', 'callbacks'],
    ['Raw', 'raw'],
  ] as const) {
    await details.getByRole('tab', { name: pane }).click();
    await settle(panel);
    await shoot(name, { frame: 'instrument' });
  }
  await details.getByRole('tab', { name: 'Parts' }).click();
  await details.getByRole('img', { name: /Picture of the body/u }).waitFor();
  await shoot('parts', { looks: EVERY_LOOK });

  await details.getByRole('tab', { name: 'Story' }).click();
  await details
    .getByRole('button', { name: /pages\/log\/index\.js:\d+/ })
    .first()
    .click();
  const drawer = panel.getByRole('dialog', { name: 'pages/log/index.js' });
  await drawer.locator('.cm-marked-line').waitFor();
  await shoot('source', { frame: 'instrument' });
  await drawer.getByRole('button', { name: /Close the source/u }).click();

  await openDetails(panel, 'u-2041.png', 'Warnings');
  await details.getByText('error-saved').waitFor();
  await shoot('warnings', { frame: 'instrument' });
  await panel.keyboard.press('Escape');
}

/** Once more, edited, as code, and compared. */
export async function playAgain({ panel, shoot, answerDialogs, media }: Stage): Promise<void> {
  await openDetails(panel, '/v1/photos', 'Story');
  await runCommand(panel, 'Edit and send again…');
  const editor = panel.getByRole('dialog', { name: 'Edit and send again' });
  await answerDialogs(`${media}/misty-ranges.jpg`);
  await editor.getByRole('radio', { name: 'From this computer' }).click();
  await editor.getByRole('button', { name: 'Choose…' }).click();
  await editor.getByText('misty-ranges.jpg', { exact: true }).waitFor();
  await editor.getByRole('textbox', { name: 'Value of place' }).fill('大担岛');
  await shoot('again-edit', { isCovered: true });
  await editor.getByRole('button', { name: 'Send', exact: true }).click();
  await editor.waitFor({ state: 'detached' });

  await openDetails(panel, '/v1/photos', 'Story', 'End');
  await runCommand(panel, 'Copy as code…');
  const copy = panel.getByRole('dialog', { name: 'Copy as code' });
  await copy.getByRole('radio', { name: 'wx', exact: true }).click();
  await shoot('again-code', { isCovered: true });
  await panel.keyboard.press('Escape');
  await copy.waitFor({ state: 'detached' });

  await runCommand(panel, 'Compare with…');
  const others = panel.getByRole('dialog').getByRole('listitem').getByRole('button');
  await others.filter({ hasText: '/v1/photos' }).first().click();
  const diff = panel.getByRole('dialog', { name: 'Two transfers compared' });
  await diff.locator('.summary').waitFor();
  await settle(panel);
  await shoot('diff', { isCovered: true });
  await diff.getByRole('radio', { name: 'Picture' }).first().scrollIntoViewIfNeeded();
  await diff.locator('canvas').nth(1).scrollIntoViewIfNeeded();
  await settle(panel);
  await shoot('diff-picture', { isCovered: true });
  await panel.keyboard.press('Escape');
  await diff.waitFor({ state: 'detached' });
  await panel.keyboard.press('Escape');
}
