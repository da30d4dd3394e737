import path from 'node:path';
import {
  closeOverlay,
  dismissNotices,
  EVERY_LOOK,
  openDetails,
  rowOf,
  runCommand,
  settle,
  showTab,
  type Stage,
} from '../stage.ts';

/** Where files came from, and what a restart makes of them. */
export async function playFiles({ panel, shoot, guest }: Stage): Promise<void> {
  await showTab(panel, 'Files');
  const rows = panel.getByRole('treegrid', { name: 'Files' }).getByRole('row');
  const details = panel.getByRole('article', { name: 'Details of the file' });
  await rows
    .filter({ hasText: 'store' })
    .filter({ hasText: 'jpg' })
    .click({ position: { x: 80, y: 14 } });
  await details.getByRole('img').first().waitFor();
  await settle(panel);
  await shoot('files', { frame: 'instrument' });
  await details.getByRole('tab', { name: 'Lineage' }).click();
  await details.getByRole('list', { name: /Lineage of/ }).waitFor();
  await settle(panel);
  await shoot('lineage', { looks: EVERY_LOOK });
  await panel.keyboard.press('Escape');

  await panel.getByRole('button', { name: 'Restart drill…' }).click();
  const dialog = panel.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Leave only' }).check();
  await dialog.getByRole('spinbutton', { name: 'Megabytes' }).fill('1');
  await shoot('drill-ask', { isCovered: true });
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await dialog.waitFor({ state: 'detached' });
  await (await guest()).getByText('雾里的群山').waitFor();
  const found = panel.getByRole('list', { name: 'What it found' });
  await found.getByText('uploadFile', { exact: true }).waitFor();
  await settle(panel);
  await shoot('drill');
  await panel.getByRole('button', { name: 'End the drill' }).click();
  await panel.getByText('See the bugs of the next day now').waitFor();
  await panel.getByRole('radio', { name: 'Files', exact: true }).click();
}

const RULES = [
  '--fault upload#2n:reset@50%',
  '--fault request(api.harbour.example/v1/weather*):status,503',
  '--fault download:drip,64000',
  '--link 3g@upload',
  '--map https://api.harbour.example/v1/tides=header:content-type: application/json;text:{"metres":4.1}',
  '# --break request',
];

/** Rules, a breakpoint, the link, the failure of the next one. */
export async function playRules({ ferry, panel, shoot, callPage }: Stage): Promise<void> {
  await ferry.call('panel:set-rules', {
    rules: RULES.map((line, index) => ({
      id: `r${String(index)}`,
      text: line.replace(/^# /, ''),
      isOn: !line.startsWith('# '),
    })),
  });
  await showTab(panel, 'Rules');
  await callPage('weather');
  await callPage('tides');
  await panel.getByText('12 hits').waitFor();
  await shoot('rules', { looks: EVERY_LOOK });

  await panel.getByRole('button', { name: 'Rules and faults' }).click();
  await shoot('rules-arm', { isCovered: true });
  await closeOverlay(panel, panel.getByRole('menu'));
  await panel.getByRole('button', { name: 'Link', exact: false }).first().click();
  await shoot('link', { isCovered: true });
  await closeOverlay(panel, panel.getByRole('menu'));

  await ferry.call('panel:set-rules', { rules: [{ id: 'b', text: '--break request', isOn: true }] });
  await panel.getByText('Every request: stops').waitFor();
  await callPage('refresh');
  await panel.getByText('1 transfer stands at a breakpoint').waitFor();
  await panel.getByRole('button', { name: 'Edit…' }).click();
  await panel.getByRole('dialog').getByRole('textbox', { name: 'URL' }).waitFor();
  await shoot('breakpoint', { isCovered: true });
  await closeOverlay(panel, panel.getByRole('dialog'));
  await ferry.call('panel:set-rules', { rules: [] });
  await ferry.call('panel:resume-all', {});
  await showTab(panel, 'Transfers');
}

/** What the mini-program is told of its phone. */
export async function playDevice({ panel, shoot }: Stage): Promise<void> {
  await showTab(panel, 'Device');
  await panel.getByRole('combobox', { name: 'Profile' }).waitFor();
  await shoot('device', { frame: 'instrument' });
  await panel.getByRole('textbox', { name: 'Add to udp' }).scrollIntoViewIfNeeded();
  await shoot('domains', { frame: 'instrument' });
}

/** Out as a file, and back in, with the server gone. */
export async function playArchive({ panel, shoot, answerDialogs, scratch }: Stage): Promise<void> {
  await showTab(panel, 'Transfers');
  const bundle = path.join(scratch, 'harbour-morning.ferry');
  await answerDialogs(bundle);
  await runCommand(panel, 'Export exchanges…');
  const dialog = panel.getByRole('dialog', { name: /^Export \d+ exchanges/ });
  await dialog.getByRole('radio', { name: 'Ferry bundle' }).check();
  await shoot('export', { isCovered: true });
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await panel.getByText(/to harbour-morning\.ferry/).waitFor();
  await dismissNotices(panel);
}

/** A bundle on a computer that has neither the project nor the server. */
export async function playViewer({ panel, shoot }: Stage): Promise<void> {
  await runCommand(panel, 'Open HAR or .ferry file…');
  await panel
    .getByText(/from harbour-morning\.ferry/)
    .first()
    .waitFor();
  await rowOf(panel, '/v1/entries?').click({ button: 'right' });
  await panel.getByRole('menuitem', { name: 'Answer from this recording' }).click();
  await panel
    .getByText(/harbour-morning\.ferry answers/)
    .first()
    .waitFor();
  await openDetails(panel, '/v1/entries?', 'Story');
  await runCommand(panel, 'Send again');
  await rowOf(panel, '/v1/entries?').filter({ hasText: '200' }).click();
  await panel.getByRole('tab', { name: 'Response' }).click();
  await dismissNotices(panel);
  await settle(panel);
  await shoot('viewer');
}
