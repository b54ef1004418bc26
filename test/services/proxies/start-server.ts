import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { onPath } from '../support/on-path.ts';

/** Debian puts servers where only root's path leads. */
export function commandOf(name: string): string | undefined {
  if (isAbsolute(name)) return name;
  return onPath(name) ?? onPath(`../sbin/${name}`);
}

/**
 * Starts a program that listens on a port, in a folder of its own, and waits until it does.
 *
 * @param args writes its files into the folder, and returns its arguments
 */
export async function startServer(
  name: string,
  port: number,
  args: (folder: string) => readonly string[],
): Promise<{ close(): Promise<void> }> {
  const command = commandOf(name);
  if (command === undefined) throw new Error(`${name} is not installed here`);
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-server-'));
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(command, args(folder), { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: folder });
  let said = '';
  const hear = (text: Buffer): void => {
    said = (said + text.toString()).slice(-10_000);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  const close = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await reached(port, () => {
      if (child.exitCode !== null) throw new Error(`${name} has ended:\n${said}`);
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Resolves once a port takes connections. */
async function reached(port: number, check: () => void): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    check();
    const taken = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (taken) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on port ${port}`);
}
