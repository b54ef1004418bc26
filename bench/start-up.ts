import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spreadOf } from './spread.ts';
import { writeReport } from './write-report.ts';

/**
 * What `toolgate run` adds to the start of the server behind it: the time from spawning to the first answered
 * `tools/call`, less the same for the server alone, in interleaved rounds. `--max-ms` makes it a check, and so does
 * `--max-ratio`: what is added, in parts of what the server takes alone.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    'max-ms': { type: 'string' },
    'max-ratio': { type: 'string' },
    json: { type: 'string', default: 'reports/start-up.json' },
  },
});

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const server = [process.execPath, path('examples/netdiag/server.js')];

/** @returns milliseconds from spawning to the answer of the first call */
async function firstAnswer(command: readonly string[], port: number, cwd: string): Promise<number> {
  const [program = '', ...args] = command;
  const begin = performance.now();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${args.join(' ')} ended with ${String(code)} before it answered`);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const answer = async (id: number): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the output ended before the answer');
      if (value.includes(`"id":${id}`)) return value;
    }
  };
  const conversation = async (): Promise<number> => {
    const clientInfo = { name: 'bench', version: '1.0.0' };
    send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    await answer(1);
    send({ method: 'notifications/initialized' });
    send({ id: 2, method: 'tools/call', params: { name: 'tcp_connect', arguments: { host: '127.0.0.1', port } } });
    const text = await answer(2);
    if (!text.includes('"connected":true')) throw new Error(`the call was answered with ${text.slice(0, 500)}`);
    return performance.now() - begin;
  };
  try {
    return await Promise.race([conversation(), ended]);
  } finally {
    ended.catch(() => {});
    await end(child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.stdin?.end();
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await once(child, 'exit');
  clearTimeout(hard);
}

const folder = mkdtempSync(join(tmpdir(), 'toolgate-start-'));
const listener = createServer((socket) => socket.on('error', () => {}));
listener.listen(0, '127.0.0.1');
await once(listener, 'listening');
const { port } = listener.address() as AddressInfo;
const policy = join(folder, 'policy.json');
writeFileSync(policy, JSON.stringify({ version: '1', default: 'deny', tools: { tcp_connect: {} } }));
const governed = [process.execPath, path('bin/toolgate.js'), 'run', '--policy', policy, '--', ...server];

const rounds: { alone: number; governed: number }[] = [];
try {
  // One of each that is not counted: it fills the file cache.
  for (let round = -1; round < Number(values.rounds); round++) {
    const seen = {
      alone: await firstAnswer(server, port, folder),
      governed: await firstAnswer(governed, port, folder),
    };
    if (round >= 0) rounds.push(seen);
  }
} finally {
  listener.close();
  rmSync(folder, { recursive: true, force: true });
}

const figures = {
  alone: spreadOf(rounds.map((round) => round.alone)),
  governed: spreadOf(rounds.map((round) => round.governed)),
  added: spreadOf(rounds.map((round) => round.governed - round.alone)),
};
for (const [name, spread] of Object.entries(figures)) {
  const shown =
    spread === undefined ? '–' : [spread.min, spread.median, spread.max].map((ms) => ms.toFixed(0)).join('–');
  console.log(`${name.padEnd(9)} ${shown} ms (min–median–max of ${rounds.length} rounds)`);
}
writeReport(values.json, figures);
const [added, alone] = [figures.added?.median ?? Number.POSITIVE_INFINITY, figures.alone?.median ?? 1];
if (values['max-ratio'] !== undefined && !(added / alone <= Number(values['max-ratio']))) {
  console.error(
    `toolgate run adds ${(added / alone).toFixed(1)} × its server's own start, over ${values['max-ratio']}`,
  );
  process.exitCode = 1;
}
if (values['max-ms'] !== undefined && !(added <= Number(values['max-ms']))) {
  console.error(`toolgate run adds more than ${values['max-ms']} ms to its server's start`);
  process.exitCode = 1;
}
