import fs from 'node:fs/promises'; import os from 'node:os'; import path from 'node:path';
import { buildSyncApp } from './sync-calls.ts'; import { STORAGE_CASES, FILE_CASES } from './sync-cases.ts';
const folder = await fs.mkdtemp(path.join(os.tmpdir(),'ferry-bench-'));
try { const app = await buildSyncApp(folder);
for (const cases of [STORAGE_CASES, FILE_CASES]) try {
 const r = await app.measure({cases, calls: 200}, AbortSignal.timeout(90000));
 r.forEach((s,i)=>console.log(cases[i].name, cases[i].sizeBytes, s.callUs.toFixed(0), s.bareUs.toFixed(0), (s.callUs/s.bareUs).toFixed(2)));
} catch(e){console.log(String(e))} } finally { await fs.rm(folder,{recursive:true,force:true}); }
