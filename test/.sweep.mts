import { startPageHarness } from './support/page-harness.ts';
import fs from 'node:fs';
const [root, tag, only] = process.argv.slice(2) as [string, string, string | undefined];
const h = await startPageHarness();
const script = `
ferryAnswers['wx:storage-sync'] = () => ({json:null,keys:[],currentSize:0,limitSize:10240});
ferryAnswers['wx:storage'] = ferryAnswers['wx:storage-sync'];
`;
const r = await h.open({ project: root, packageRoot: root, script });
const results: {u:string; ok:string; errs:{message:string;ours:boolean;stack:string}[]; text:number; ms:number}[] = [];
const manifest = await (await fetch(r.origin + '/build/manifest.json')).json() as {pages:string[]};
const list = only ? only.split(',') : manifest.pages;
let id = 1, seen = 0;
await new Promise(s => setTimeout(s, 1000));
const boot = await r.reports();
seen = boot.length; console.log('boot exceptions', boot.filter(x=>x.kind==='exception').map(x=>x.message));
for (const u of list) {
  const cid = id++;
  const t = performance.now();
  await r.emit({ kind: 'drive', commandId: cid, command: { kind: 'relaunch', url: '/' + u } });
  let ans: any;
  const res = await r.page.evaluate(async (cid) => { const t = Date.now(); for (;;) { const c = (window as any).ferryCalls.find((x:any) => x.channel==='wx:driven' && x.request.commandId===cid); if (c) return c.request.answer; if (Date.now()-t>6000) return {kind:'timeout'}; await new Promise(r=>setTimeout(r,10)); } }, cid);
  await new Promise(s => setTimeout(s, 120));
  const reports = await r.reports(); const fresh = reports.slice(seen); seen = reports.length;
  const text = await r.page.evaluate(() => ((document.querySelector('.ferry-page:not([hidden])') as HTMLElement|null)?.innerText ?? '').length);
  results.push({ u, ok: res.kind === 'relaunched' ? 'ok' : JSON.stringify(res), errs: fresh.filter(x=>x.kind==='exception') as any, text, ms: Math.round(performance.now()-t) });
  await r.page.evaluate(() => { document.querySelector<HTMLElement>('.ferry-error__dismiss')?.click(); });
  if (process.env.SHOT) await r.page.screenshot({ path: `/tmp/c/shot-${results.length}.png` });
}
const clean = results.filter(x => x.ok==='ok' && !x.errs.length);
console.log(tag, 'pages', results.length, 'opened', results.filter(x=>x.ok==='ok').length, 'clean', clean.length);
const g: Record<string,string[]> = {};
for (const x of results) for (const k of new Set(x.ok!=='ok' ? [x.ok.slice(0,120)] : x.errs.map(e => (e.ours?'[ours] ':'')+e.message.slice(0,110)))) (g[k]??=[]).push(x.u);
for (const [k,v] of Object.entries(g).sort((a,b)=>b[1].length-a[1].length)) console.log(v.length, k, '|', v.slice(0,2).join(' '));
const uns: Record<string,number>={}; for (const x of await r.reports('unsupported')) { const a=String(x.api); uns[a]=(uns[a]||0)+1 } console.log('unsupported', JSON.stringify(uns));
const open = (await r.reports('page-ready')).map(x=>x.openMs as number).sort((a,b)=>a-b); console.log('openMs p50', open[open.length>>1], 'p90', open[Math.floor(open.length*.9)], 'max', open.at(-1));
fs.writeFileSync(`/tmp/c/sweep-${tag}.json`, JSON.stringify(results,null,1));
await r.close(); await h.close();
