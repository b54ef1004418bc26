import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const module = new URL('./give-way.ts', import.meta.url);
const said = `import { getPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { giveWay } from ${JSON.stringify(module.href)};
const ranks = [getPriority(0)];
for (let n = 0; n < 5; n++) { giveWay(); ranks.push(getPriority(0)); }
parentPort.postMessage(ranks);`;

it.skipIf(process.platform !== 'linux')('takes five off the rank of its own thread, of no other', async () => {
  const mine = getPriority(0);
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(said)}`));
  const ranks = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  expect(ranks).toEqual([0, 5, 10, 15, 20, 25].map((less) => Math.min(19, mine + less)));
  expect(getPriority(0)).toBe(mine);
});

const root = new URL('../../', import.meta.url);
const behind = ['store/sqlite', 'store/postgres', 'store/sql', 'control/policy-thread', 'reading', 'pages'];
it.each(behind)('the thread of %s gives way to calls', (thread) => {
  expect(readFileSync(new URL(`src/${thread}/worker.ts`, root), 'utf8')).toMatch(/^giveWay\(\);$/m);
});

it('the thread that each call with shared limits waits for does not', () => {
  expect(readFileSync(new URL('src/store/sqlite/limiter/worker.ts', root), 'utf8')).not.toContain('giveWay');
});
