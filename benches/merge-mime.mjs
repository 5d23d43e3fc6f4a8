// Suites for the shared bench of other programs: merge and MIME together, and 10,000 messages into a zip. Copy this file into its
// `suites/`, add its default export to those of `suites/index.mjs`, and run
//
//   OURS=…/target/module/postroom_engine.js node run.mjs --no-node --no-scenarios --only x-
import { Zip, ZipDeflate } from 'fflate';
import { compile } from 'html-to-text';
import { compilers } from './merge.mjs';
import { builders } from './mime.mjs';
import { records } from '../lib/random.mjs';
import { ours } from '../lib/ours.mjs';
const enc = new TextEncoder(), QP = builders['emailjs-mime-builder (QP)'], HAND = builders['hand-tuned JS (QP, not a library)'];
const maker = (neutral, build) => { const html = compilers(neutral).handlebars(), text = compilers(compile({ wordwrap: 78 })(neutral)).handlebars(); return (r) => build({ from: 'News Team <news@example.com>', to: r.email, subject: 'Hallo ' + r.first_name, html: html(r), text: text(r), date: new Date(1.8e12) }); };
const N = 500, M = 10_000;
export default [
  { name: 'x-merge-mime', unit: 'message', units: N, async peers(env) {
    const neutral = await env.text('merge.txt'), recs = records(N), o = await ours(env), j = enc.encode(JSON.stringify(recs));
    const run = (build) => () => { const f = maker(neutral, build); return () => { let n = 0; for (const r of recs) n += f(r).length; return n; }; };
    return { 'handlebars + emailjs': run(QP), 'handlebars + hand-tuned': run(HAND), ours: () => () => o.merge_mime(neutral, j) };
  } },
  { name: 'x-zip-10000', unit: 'message', units: M, rounds: 2, async peers(env) {
    const neutral = await env.text('merge.txt'), recs = records(M), o = await ours(env), j = enc.encode(JSON.stringify(recs));
    return { 'handlebars + hand-tuned + fflate 1': () => { const f = maker(neutral, HAND); return () => { let bytes = 0; const z = new Zip((e, d) => { bytes += d.length; }); recs.forEach((r, i) => { const m = f(r), d = new ZipDeflate(`${i}.eml`, { level: 1 }); z.add(d); d.push(m, true); }); z.end(); return bytes; }; },
      ours: () => () => o.merge_mime_zip(neutral, j).length };
  } },
];
