// Lists in the browser: how long the app needs from a chosen file to the rows on the screen, how long the page is blocked
// meanwhile, how much memory it takes, and how a long list scrolls.
//
//   cargo xtask build && node benches/lists.mjs [--rows 1000000 | --list FILE] [--rounds 5] [--app dist] [--peers NODE_MODULES]
//
// Each round starts a browser of its own for each program, so peak memory is its own. With --peers, a folder that holds the
// npm packages d3-dsv, email-validator and esbuild, the same file is read, judged and shown by those in the same round, on
// the page and in a worker. Needs Node 20 and Chromium (CHROMIUM=… for another); nothing else.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: {
  rows: { type: 'string', default: '1000000' }, list: { type: 'string' }, rounds: { type: 'string', default: '5' },
  app: { type: 'string', default: 'dist' }, peers: { type: 'string' },
} });

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'postroom-lists-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
const list = options.list ? path.resolve(options.list) : make(+options.rows);
const megabytes = fs.statSync(list).size / 1e6;

/** A list like real ones, the same every time: six columns, some bad addresses, some quoted cells. */
function make(rows) {
  let state = 42;
  const pick = (of) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return of[(state >>> 8) % of.length];
  };
  const file = path.join(scratch, 'list.csv');
  const out = fs.openSync(file, 'w');
  let text = 'email,first_name,last_name,company,city,plan\r\n';
  for (let row = 0; row < rows; row++) {
    const good = pick(['anna.smith', 'bjorn_muller', 'chloe.garcia', 'noah_obrien', 'lukasz.kowalski']) + row
      + '@' + pick(['example.com', 'mail.example.org', 'gmail.com', 'corp.example.co.uk', 'xn--bcher-kva.example']);
    const address = row % 50 === 7 ? pick(['no-at-sign', 'two@@example.com', '.dot@example.com', 'a@b', 'in space@example.com', '']) : good;
    text += [address, pick(['Anna', 'Björn', 'Chloé', 'Dmitri', 'Günther', '太郎']), pick(['Smith', 'Müller', "O'Brien", 'van der Berg']),
      pick(['"Acme, Inc."', 'Globex', '"Initech ""Labs"""', 'Hooli', 'Wonka GmbH']), pick(['Berlin', 'São Paulo', '東京', 'Zürich']),
      pick(['free', 'pro', 'team'])].join(',') + '\r\n';
    if (text.length > 1 << 20) { fs.writeSync(out, text); text = ''; }
  }
  fs.writeSync(out, text);
  fs.closeSync(out);
  return file;
}

/** Serves the app, and the peers' page beside it, isolated as `postroom serve` does. */
async function serve(peers) {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };
  const server = http.createServer((request, answer) => {
    const name = decodeURIComponent(request.url.split('?')[0]).slice(1) || 'index.html';
    const body = peers[name] ?? (fs.existsSync(path.join(options.app, name)) && fs.readFileSync(path.join(options.app, name)));
    answer.writeHead(body ? 200 : 404, {
      'content-type': types[path.extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp',
    });
    answer.end(body || undefined);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** The peers' page: what somebody would write today with d3-dsv and email-validator. */
async function peerFiles(folder) {
  if (!folder) return {};
  const { build } = await import(path.resolve(folder, 'esbuild/lib/main.js')).then((module) => module.default ?? module);
  const read = `import { csvParse } from 'd3-dsv'; import { validate } from 'email-validator';
    export async function read(file) { const rows = csvParse(await file.text()); let valid = 0; for (const row of rows) if (validate(row.email)) valid++; return { rows, valid }; }`;
  const show = `const show = ({ length, first }) => { document.querySelector('table').innerHTML = first.map((row) => '<tr data-at>' + Object.values(row).map((cell) => '<td>' + cell.replace(/[&<]/g, '') + '</td>').join('') + '</tr>').join(''); document.querySelector('table').setAttribute('aria-rowcount', length + 1); };`;
  const entry = {
    page: `${read}${show} document.querySelector('input').onchange = async (event) => { const { rows } = await read(event.target.files[0]); globalThis.kept = rows; show({ length: rows.length, first: rows.slice(0, 60) }); };`,
    worker: `${read} onmessage = async ({ data }) => { const { rows } = await read(data); globalThis.kept = rows; postMessage({ length: rows.length, first: rows.slice(0, 60) }); };`,
    asker: `${show} const worker = new Worker('peer-worker.js'); worker.onmessage = ({ data }) => show(data); document.querySelector('input').onchange = (event) => worker.postMessage(event.target.files[0]);`,
  };
  const files = {};
  for (const [name, contents] of Object.entries(entry)) {
    const built = await build({ stdin: { contents, resolveDir: path.dirname(path.resolve(folder)) }, nodePaths: [path.resolve(folder)], bundle: true, minify: true, write: false });
    files[`peer-${name}.js`] = built.outputFiles[0].text;
  }
  const page = (script) => `<!doctype html><input type="file"><table></table><script src="peer-${script}.js"></script>`;
  return { ...files, 'peer-page.html': page('page'), 'peer-worker.html': page('asker') };
}

/** Chromium over its debugging pipe: messages are JSON, a zero octet after each. */
class Browser {
  static async start() {
    const browser = new Browser();
    const profile = fs.mkdtempSync(path.join(scratch, 'profile-'));
    browser.process = spawn(process.env.CHROMIUM ?? 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--window-size=1440,900', '--disable-background-networking',
      '--js-flags=--max-old-space-size=4096', `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    browser.next = 1;
    browser.waiting = new Map();
    let rest = '';
    browser.process.stdio[4].on('data', (data) => {
      const parts = (rest + data).split('\0');
      rest = parts.pop();
      for (const part of parts) {
        const { id, result, error } = JSON.parse(part);
        const done = browser.waiting.get(id);
        browser.waiting.delete(id);
        if (done) error ? done.no(new Error(error.message)) : done.ok(result);
      }
    });
    return browser;
  }

  send(method, params = {}, sessionId) {
    const id = this.next++;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    return new Promise((ok, no) => this.waiting.set(id, { ok, no }));
  }

  async open(url) {
    // The tab that the browser opens with is the one in front, which is drawn.
    let tab;
    while (!tab) tab = (await this.send('Target.getTargets')).targetInfos.find(({ type }) => type === 'page');
    this.session = (await this.send('Target.attachToTarget', { targetId: tab.targetId, flatten: true })).sessionId;
    await this.send('Page.navigate', { url }, this.session);
  }

  async ask(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, this.session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(expression) {
    // While a page is on its way there is nothing that could be asked.
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
      if (await this.ask(`!!(${expression})`).catch(() => false)) return;
    }
    throw new Error('waited in vain for ' + expression);
  }

  async choose(selector, file) {
    const { result } = await this.send('Runtime.evaluate', { expression: `document.querySelector(${JSON.stringify(selector)})` }, this.session);
    await this.send('DOM.setFileInputFiles', { files: [file], objectId: result.objectId }, this.session);
  }

  /** Resident memory of the page's process in MB: now, and the most since the last call. */
  async memory() {
    const { processInfo } = await this.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
      const status = fs.readFileSync(`/proc/${id}/status`, 'utf8');
      const read = (name) => +new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1] / 1024;
      const sizes = { now: read('VmRSS'), peak: read('VmHWM') };
      try { fs.writeFileSync(`/proc/${id}/clear_refs`, '5'); } catch { /* then the peak counts from the start */ }
      return sizes;
    });
    return sizes.reduce((most, size) => (size.peak > most.peak ? size : most));
  }

  async close() {
    const gone = new Promise((done) => this.process.once('exit', done));
    await this.send('Browser.close').catch(() => {});
    await gone;
  }
}

/** In the page: from the choice of a file to the frame after its rows are there; long tasks and the longest wait for a frame. */
const WATCH = `globalThis.watched = new Promise((done) => {
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]))).observe({ entryTypes: ['longtask'] });
  addEventListener('change', () => {
    const start = performance.now(), count = () => +(document.querySelector('table[aria-rowcount]')?.getAttribute('aria-rowcount') ?? 1);
    // The app opens with a short list of its own.
    const before = count();
    let last = start, gap = 0, steps = new Set(), shown = 0;
    const look = (now) => {
      now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
      for (const bar of document.querySelectorAll('progress, [role=progressbar]')) steps.add(bar.value ?? bar.ariaValueNow);
      // One frame more, so that the rows are painted.
      if (shown) { setTimeout(() => done({ ms: shown - start, gap, steps: steps.size, long: Math.max(0, ...long.filter(([at]) => at >= start).map(([, ms]) => ms)) }), 100); return; }
      if (count() !== before && document.querySelector('table[aria-rowcount] tr[data-at]')) shown = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}); 0`;

/** In the app: jumps and a long steady scroll; how long rows take to be there, and the longest wait for a frame. */
const SCROLL = `(async () => {
  const pane = document.querySelector('.rwrap'), frame = () => new Promise(requestAnimationFrame), high = pane.scrollHeight - pane.clientHeight;
  pane.scrollIntoView({ block: 'center' });
  const there = () => { const box = pane.getBoundingClientRect(); return [0.35, 0.6, 0.9].every((part) => document.elementFromPoint(box.left + 30, box.top + part * box.height)?.closest('tr[data-at]')); };
  const waits = [], gaps = [];
  for (let i = 1; i <= 20; i++) {
    pane.scrollTop = high * ((i * 0.618034) % 1);
    const start = performance.now();
    let last = start;
    do { await frame(); gaps.push(performance.now() - last); last = performance.now(); } while (!there() && last - start < 2000);
    waits.push(last - start);
  }
  pane.scrollTop = high / 3;
  let last = performance.now(), empty = 0, frames = 0;
  for (; frames < 60; frames++) { pane.scrollTop += 120; await frame(); gaps.push(performance.now() - last); last = performance.now(); empty += !there(); }
  waits.sort((a, b) => a - b);
  return { jump: waits[10], jumpMost: waits.at(-1), gap: Math.max(...gaps), empty: empty / frames };
})()`;

const programs = {
  'Postroom, the app': { url: '#/recipients', input: '.page input[type=file]', ready: `document.querySelector('.page input[type=file]')`, scroll: true },
  ...(options.peers && {
    'd3-dsv + email-validator, on the page': { url: 'peer-page.html', input: 'input', ready: 'true' },
    'd3-dsv + email-validator, in a worker': { url: 'peer-worker.html', input: 'input', ready: 'true' },
  }),
};

const server = await serve(await peerFiles(options.peers));
const found = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round < +options.rounds; round++) {
  for (const [name, program] of Object.entries(programs)) {
    const browser = await Browser.start();
    await browser.open(server.url + program.url);
    await browser.until(`document.readyState === 'complete' && ${program.ready}`);
    // What the app fetches when it has nothing else to do is no part of reading.
    await browser.ask('new Promise((done) => setTimeout(done, 1500))');
    await browser.ask(WATCH);
    const before = await browser.memory();
    await browser.choose(program.input, list);
    const result = await browser.ask('watched');
    const after = await browser.memory();
    result.memory = after.peak - before.now;
    result.kept = after.now - before.now;
    if (program.scroll) result.scroll = await browser.ask(SCROLL);
    found[name].push(result);
    console.error(`round ${round + 1}, ${name}: ${result.ms.toFixed(0)} ms`);
    await browser.close();
  }
}
server.close();

const median = (numbers) => numbers.sort((a, b) => a - b)[(numbers.length - 1) >> 1];
const of = (name, key) => median(found[name].map((result) => result[key]));
console.log(`${megabytes.toFixed(1)} MB, ${found['Postroom, the app'].length} rounds, ${os.cpus()[0].model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}\n`);
console.log('| | file chosen to rows shown | longest task of the page | longest wait for a frame | most memory beyond the empty page | of it after a second |');
console.log('|---|---|---|---|---|---|');
for (const name of Object.keys(programs)) {
  const times = found[name].map(({ ms }) => ms).sort((a, b) => a - b);
  console.log(`| ${name} | ${of(name, 'ms').toFixed(0)} ms (${times[0].toFixed(0)} to ${times.at(-1).toFixed(0)}) | ${of(name, 'long').toFixed(0)} ms | ${of(name, 'gap').toFixed(0)} ms | ${of(name, 'memory').toFixed(0)} MB | ${of(name, 'kept').toFixed(0)} MB |`);
}
const scrolled = (key) => median(found['Postroom, the app'].map(({ scroll }) => scroll[key]));
console.log(`\nProgress was told ${of('Postroom, the app', 'steps')} times. A jump in the list shows its rows after ${scrolled('jump').toFixed(0)} ms (at most ${scrolled('jumpMost').toFixed(0)}); the longest wait for a frame while scrolling was ${scrolled('gap').toFixed(0)} ms; rows were missing in ${(100 * scrolled('empty')).toFixed(0)} % of the frames of a steady scroll.`);
