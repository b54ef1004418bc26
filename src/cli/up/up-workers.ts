import { fileURLToPath } from 'node:url';
import { packageFile } from '../../kernel/index.ts';
import { superviseWorkers } from '../../workers/index.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { fileRemainsOf } from './file-remains-of.ts';

/** What a gateway of several processes was asked for, apart from how many. */
interface Given {
  readonly config: string | undefined;
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly insecure: boolean;
  readonly drainDelay?: string;
  readonly drainTimeout: string;
}

/** A worker that was asked to end closes what it has after its last call: so long, in ms. */
const closingMs = 10_000;

/**
 * Several processes behind one port, each of which is an `up` of its own. This one loads nothing of a gateway, unless one
 * that is gone has left something.
 *
 * @param leaveMs how long calls under way may take when it ends
 */
export async function upWorkers(
  { config, data, host, port, insecure, drainDelay, drainTimeout }: Given,
  { count, leaveMs }: { readonly count: number; readonly leaveMs: number },
  io: Io,
): Promise<void> {
  const { path } = dataFolder(io, data);
  await fileRemainsOf(path, count, io);
  const given = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
  const began = await superviseWorkers({
    count,
    program: fileURLToPath(packageFile('bin/toolgate.js')),
    args: [
      'up',
      ...given('--config', config),
      ...given('--host', host),
      ...given('--port', port),
      ...(insecure ? ['--insecure'] : []),
      ...given('--drain-delay', drainDelay),
      ...given('--drain-timeout', drainTimeout),
    ],
    dataFolder: path,
    leaveMs: leaveMs + closingMs,
    stdout: io.stdout,
    stderr: io.stderr,
  });
  if (!began) throw new CommandError('the first worker has ended before it served');
}
