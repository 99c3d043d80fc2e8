// A client of others sends one large file over a line that breaks again and again; run by `cargo xtask bench --only uploads`.
//
// Speaks with the one who started it by lines: prints `restart` in the middle and waits for the port of the server that was
// started anew; prints what came of it as JSON in the end.
import { createHash } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as tus from 'tus-js-client';

const { PORT, ENTRY, TOKEN, MIB, CUTS } = process.env;
const size = Number(MIB) * 1024 * 1024;
const cuts = Number(CUTS);

// The same bytes wherever one begins to read: the beginning of a video, then blocks that differ by their number.
const head = Buffer.from('000000186674797069736f6d0000020069736f6d6d703431', 'hex');
const BLOCK = 1 << 16;
function* bytes(from, to) {
  for (let at = from; at < to;) {
    const n = Math.floor(at / BLOCK);
    const block = Buffer.alloc(BLOCK, createHash('sha256').update(String(n)).digest());
    if (n === 0) head.copy(block);
    const end = Math.min(to, (n + 1) * BLOCK);
    yield block.subarray(at - n * BLOCK, end - n * BLOCK);
    at = end;
  }
}

// The line: everything passes through it; it is cut so many times, evenly, after the next byte that comes.
let port = Number(PORT);
let passed = 0;
let cut = 0;
const places = Array.from({ length: cuts }, (_, n) => Math.floor(size * (n + 0.5) / cuts));
let halt = null;
const line = createServer((client) => {
  const server = connect(port, '127.0.0.1');
  const end = () => { client.destroy(); server.destroy(); };
  for (const socket of [client, server]) { socket.on('error', end); socket.on('close', end); socket.setNoDelay(true); }
  server.pipe(client);
  client.on('data', (chunk) => {
    passed += chunk.length;
    if (!server.write(chunk)) { client.pause(); server.once('drain', () => client.resume()); }
    if (cut < places.length && passed >= places[cut]) {
      cut += 1;
      if (cut === Math.floor(places.length / 2)) {
        halt = new Promise((resolve) => lines.once('line', (text) => { port = Number(text); halt = null; resolve(); }));
        console.log('restart');
      }
      end();
    }
  });
});
const lines = createInterface({ input: process.stdin });
await new Promise((resolve) => line.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${line.address().port}`;

// A source for the client that makes each piece when it is asked for.
const source = {
  openFile: async () => ({
    size,
    slice: async (start, end) => {
      if (halt) await halt;
      const to = Math.min(end, size);
      return { value: Object.assign(Readable.from(bytes(start, to)), { size: to - start }), size: to - start, done: to >= size };
    },
    close() {},
  }),
};

const began = Date.now();
await new Promise((resolve, reject) => {
  const upload = new tus.Upload({}, {
    endpoint: `${base}/entries/${ENTRY}/uploads`,
    headers: { cookie: `eid=${TOKEN}` },
    metadata: { filename: 'phim.mp4' },
    uploadSize: size,
    retryDelays: Array.from({ length: 60 }, () => 50),
    fileReader: source,
    onError: reject,
    onSuccess: resolve,
  });
  // What is announced names the server's own port when it was behind no proxy; the path is what counts.
  upload.start();
});

// Somebody else, with the address of the upload and no right to the entry.
const sum = createHash('sha256');
for (const block of bytes(0, size)) sum.update(block);
console.log(JSON.stringify({ size, passed, cut, ms: Date.now() - began, sha256: sum.digest('hex') }));
line.close();
process.exit(0);
