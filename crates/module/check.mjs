// What `cargo xtask module` asks of the module that it built: each function, from JavaScript, on small input.
//
//   node crates/module/check.mjs target/module
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = path.resolve(process.argv[2]);
const ours = await import(pathToFileURL(path.join(folder, 'postroom_engine.js')));
await ours.default({ module_or_path: fs.readFileSync(path.join(folder, 'postroom_engine_bg.wasm')) });
const bytes = (text) => new TextEncoder().encode(text), text = (octets) => new TextDecoder().decode(octets);

const records = ['Ann', 'Bo <3', 'Åse'].map((first_name, i) => ({ first_name, email: `r${i}@example.com` }));
const json = () => bytes(JSON.stringify(records)), letter = '<p>Dear {{ first_name }}, grüße</p>';

const template = ours.Template.compile('Dear {{ first_name }}', 'liquid');
assert.equal(template.render(records[1]), 'Dear Bo &lt;3');
assert.equal(template.render_batch(json()), bytes('Dear AnnDear Bo &lt;3Dear Åse').length);
assert.throws(() => ours.Template.compile('{{ a', 'liquid'));

let taken = '', lengths = [];
const size = ours.merge_mime(letter, json(), (chunk, each) => { taken += text(chunk); lengths.push(...each); });
assert.equal(bytes(taken).length, size);
assert.equal(lengths.length, records.length);
assert.equal(lengths.reduce((sum, length) => sum + length), size);
assert.equal(ours.merge_mime(letter, json()), size);
for (const { email } of records) assert.ok(taken.includes(`To: ${email}\r\n`));
assert.ok(taken.includes('gr=C3=BC=C3=9Fe'));
assert.throws(() => ours.merge_mime(letter, json(), () => { throw new Error('full'); }), /full/);

// Each file of the archive begins with PK\3\4, and the directory's entries with PK\1\2.
const zip = Buffer.from(ours.merge_mime_zip(letter, json())).toString('latin1');
assert.equal(zip.split('PK\x01\x02').length - 1, records.length);

const mail = text(ours.build_mime({ from: 'Ann <a@example.com>', to: 'b@example.com', subject: 'März', html: '<p>1 = 1 \ud800</p>', text: 'grüße', date: new Date(1.8e12) }));
assert.ok(mail.includes('Subject: =?utf-8?') && mail.includes('<p>1 =3D 1 =EF=BF=BD</p>') && mail.includes('gr=C3=BC=C3=9Fe'));
const read = ours.parse_mail(bytes(mail));
assert.deepEqual(read.parts.map((part) => part.type), ['text/plain', 'text/html']);
assert.equal(read.headers.find(({ name }) => name.toLowerCase() === 'subject').value, 'März');
assert.ok(ours.zip([bytes(mail)]).length < mail.length + 200);

const list = bytes('email,name\r\nann@example.com,Ann\r\nno-at-sign,Bo\r\n');
assert.equal(ours.parse_csv(list), 2);
assert.deepEqual([...ours.parse_and_validate_csv(list)].slice(0, 2), [2, 1]);
assert.equal(ours.validate(bytes('a@example.com\nb@\nc@example.org')), 2);

assert.ok(ours.mjml('<mjml><mj-body><mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section></mj-body></mjml>').includes('Hi'));
assert.match(ours.inline_css('<html><head><style>p{color:red}</style></head><body><p>x</p></body></html>'), /<p style="color: ?red;?">/);
assert.match(ours.markdown('# A\n\n| b | c |\n|---|---|\n| 1 | 2 |\n'), /<h1[\s\S]*<table/);
assert.match(ours.html_to_text('<p>a <a href="https://example.com/">b</a></p>'), /a b/);
console.log('the module does what it should');
