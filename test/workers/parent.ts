/** Looks after workers of the test's own, as `toolgate up --workers` looks after gateways. */
import { fileURLToPath } from 'node:url';
import { superviseWorkers } from '../../src/workers/index.ts';

const [dataFolder = '', leaveMs = '', ...args] = process.argv.slice(2);
const began = await superviseWorkers({
  count: 2,
  program: fileURLToPath(new URL('./worker.ts', import.meta.url)),
  args,
  dataFolder,
  leaveMs: Number(leaveMs),
  stdout: process.stdout,
  stderr: process.stderr,
});
if (!began) process.exitCode = 1;
