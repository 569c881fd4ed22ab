import { chromium } from '@playwright/test';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const args = ['--headless','--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const bs = await chromium.launchServer({ args, executablePath:'/usr/bin/chromium' });
const b = await chromium.connect(bs.wsEndpoint()); const root=bs.process().pid!;
function threads(){ const out:Record<string,number>={}; for(const d of readdirSync('/proc').filter(n=>/^\d+$/.test(n))) try{ const cmd=readFileSync(`/proc/${d}/cmdline`,'utf8'); const t=/--type=([a-z-]+)/.exec(cmd)?.[1]; if(!t||!['renderer','gpu-process'].includes(t)) continue; const st=readFileSync(`/proc/${d}/stat`,'utf8');
 for(const k of readdirSync(`/proc/${d}/task`)){ const s=readFileSync(`/proc/${d}/task/${k}/stat`,'utf8'); const m=/\((.*)\) (.*)/.exec(s)!; const f=m[2].split(' '); const v=(+f[11]+ +f[12])/100; const key=t[0]+':'+m[1]+(m[1].startsWith('Dedicated')?k:''); out[key]=(out[key]??0)+v; } }catch{} return out; }
for (let i=0;i<2;i++){
 const c = await b.newContext({ viewport:{width:1440,height:900}, reducedMotion:'reduce', serviceWorkers:'block'}); const p = await c.newPage();
 const s=await c.newCDPSession(p); await s.send('Profiler.enable'); await s.send('Profiler.setSamplingInterval',{interval:1000}); await s.send('Profiler.start');
 const a=threads(); const t=Date.now();
 await p.goto((process.argv[2]??'http://127.0.0.1:4310/')+'?test');
 await p.waitForFunction(()=>window.weftTest?.mapReady() && (window.weftTest.counts().premises??0)>0 && window.weftTest.mapIdle() && window.weftTest.renderedAt([-91.2005733, 43.9009936]).some(k=>k.startsWith('feature/fac')), undefined,{timeout:60000,polling:100});
 const z=threads(); console.log('page',i,Date.now()-t,'ms', Object.entries(z).map(([k,v])=>[k,v-(a[k]??0)] as const).filter(([,v])=>v>0.08).sort((x,y)=>y[1]-x[1]).map(([k,v])=>k+' '+v.toFixed(2)).join(', '));
 const {profile}=await s.send('Profiler.stop') as any; const self=new Map<string,number>(); const by=new Map<number,any>(profile.nodes.map((n:any)=>[n.id,n]));
 profile.samples.forEach((id:number,j:number)=>{const n=by.get(id); const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').pop()+':'+n.callFrame.lineNumber+':'+n.callFrame.columnNumber; self.set(k,(self.get(k)??0)+profile.timeDeltas[j]/1000)});
 console.log([...self].sort((x,y)=>y[1]-x[1]).slice(0,22).map(([k,v])=>Math.round(v)+' '+k).join('\n'));
 // totals by top-level inclusive
 const parent=new Map<number,number>(); for(const n of profile.nodes) for(const ch of n.children??[]) parent.set(ch,n.id);
 const incl=new Map<string,number>(); profile.samples.forEach((id:number,j:number)=>{ const seen=new Set<string>(); for(let q:number|undefined=id;q!==undefined;q=parent.get(q)){ const n=by.get(q); const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').pop()+':'+n.callFrame.lineNumber+':'+n.callFrame.columnNumber; if(!seen.has(k)){seen.add(k); incl.set(k,(incl.get(k)??0)+profile.timeDeltas[j]/1000);} } });
 console.log('INCL\n'+[...incl].sort((x,y)=>y[1]-x[1]).slice(0,45).map(([k,v])=>Math.round(v)+' '+k).join('\n'));
 await c.close();
}
await b.close(); await bs.close();
