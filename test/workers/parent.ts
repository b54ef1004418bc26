/** Looks after workers of the test's own, as `toolgate up --workers` looks after gateways. */
import { fileURLToPath } from 'node:url';
import { superviseWorkers } from '../../src/workers/index.ts';

// Whoever asks twice knows that what was there before the first time has been seen to.
process.stdin.on('data', () => process.stdout.write('still here\n'));
process.stdin.unref();
const [dataFolder = '', leaveMs = '', count = '', ...args] = process.argv.slice(2);
const began = await superviseWorkers({
  count: Number(count),
  program: fileURLToPath(new URL('./worker.ts', import.meta.url)),
  args,
  dataFolder,
  leaveMs: Number(leaveMs),
  stdout: process.stdout,
  stderr: process.stderr,
});
if (!began) process.exitCode = 1;
