/**
 * Answers with its process id, or does what it is asked: hang, answer late, tell the metrics of all, or stand still until a
 * file is there and then listen no more. Leaves in order when it is asked to. `--broken` ends before it serves; what `--when-broken` names does, too, once it is there.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'node:net';
import { asWorker } from '../../src/workers/index.ts';

const flag = process.argv.indexOf('--when-broken');
if (process.argv.includes('--broken')) process.exit(3);
if (flag > 0 && existsSync(process.argv[flag + 1] ?? '')) process.exit(4);
const worker = await asWorker();
const ask = worker.together(async () => `# HELP pid Which.\n# TYPE pid gauge\npid ${process.pid}\n`);
const server = createServer((request, response) => {
  response.setHeader('Connection', 'close');
  if (request.url === '/slow') setTimeout(() => response.end(String(process.pid)), 300);
  else if (request.url === '/metrics') void ask().then((text) => response.end(text));
  else if (request.url?.startsWith('/still') === true) standStill(request.url.slice('/still'.length));
  else if (request.url !== '/never') response.end(String(process.pid));
});
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  process.stdout.write(`ready on ${port}, data in ${process.argv.at(-1)}\n`);
});

/** Until there is a file of that name, within one turn of the event loop; another says who has begun. */
function standStill(file: string): void {
  writeFileSync(`${file}.begun`, String(process.pid));
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(file)) Atomics.wait(nothing, 0, 0, 5);
  Server.prototype.close.call(server);
}

await worker.asked;
await new Promise((resolve) => server.close(resolve));
worker.leave();
