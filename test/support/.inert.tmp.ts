import { startPanelHarness } from './panel-harness.ts';
import * as f from './panel-fixtures.ts';
const h = await startPanelHarness();
for (let i = 0; i < 3; i++) {
const o = await h.open(f.busySnapshot(), { width: 1280, height: 800 });
await o.page.evaluate(() => { const w = console.warn; console.warn = (...a) => { Error.stackTraceLimit=40; w('STACK ' + a.join(' ') + new Error().stack); }; });
for (let k = 0; k < 15; k++) {
await o.page.getByRole('tab', { name: 'Files' }).click();
await o.page.getByRole('tab', { name: 'Console' }).click();
await o.page.getByRole('tab', { name: 'Transfers' }).click();
}
console.log(i, o.complaints.length, (o.complaints[0] ?? '').replaceAll(/http:..127.0.0.1:\d+.assets/g,'').slice(0, 3000));
await o.close();
}
await h.close();
