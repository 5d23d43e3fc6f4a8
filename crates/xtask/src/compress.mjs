// Compresses each file named on standard input, one a line, and prints "PATH\tRAW\tGZIP\tBROTLI".
// With `--write`, PATH.gz and PATH.br are written beside it. Node has both formats built in and the build
// needs Node anyway for wasm-opt, so no compressor has to be compiled.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const write = process.argv.includes('--write');
for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const raw = readFileSync(path);
  const gzip = gzipSync(raw, { level: 9 });
  const brotli = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  if (write) {
    writeFileSync(`${path}.gz`, gzip);
    writeFileSync(`${path}.br`, brotli);
  }
  console.log([path, raw.length, gzip.length, brotli.length].join('\t'));
}
