import { dirname } from 'node:path';
import { runCommand } from './run-command.ts';
import type { TestGateway } from './start-gateway.ts';

/** An answer of the control plane. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The control plane of a running gateway, over HTTP, with a key of its own. */
export interface ControlClient {
  readonly key: string;
  (method: string, path: string, body?: object): Promise<ControlAnswer>;
}

/** Makes an API key with a role, and asks with it. */
export async function controlClient(gateway: TestGateway, role = 'admin'): Promise<ControlClient> {
  const args = ['api-key', 'create', `test-${role}`, '--role', role, '--data', gateway.dataFolder];
  const { stdout } = await runCommand(args, { cwd: dirname(gateway.configFile) });
  return controlClientWith(gateway, stdout.trim());
}

/** Asks with whatever is shown for a key. */
export function controlClientWith(gateway: TestGateway, key: string): ControlClient {
  const ask = async (method: string, path: string, body?: object): Promise<ControlAnswer> => {
    const answer = await fetch(`${gateway.origin}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return Object.assign(ask, { key });
}
