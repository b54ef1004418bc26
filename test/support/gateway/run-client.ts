import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { cleanEnvironment } from './child.ts';
import { type Era, newLegacyClient, newModernClient } from './clients.ts';

const launcher = fileURLToPath(new URL('../../../bin/toolgate.js', import.meta.url));

/** What `toolgate run` puts between a client and a server. */
export interface RunSetup {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly policy: object;
  readonly capabilities?: Parameters<typeof newLegacyClient>[0] & Parameters<typeof newModernClient>[1];
}

export interface RunClient<C> extends AsyncDisposable {
  readonly client: C;
  readonly dataFolder: string;
  /** Holds the policy and the data folder. */
  readonly folder: string;
}

/**
 * A client that starts `toolgate run` itself, as its configuration file would name it, and speaks stdio to it.
 *
 * @param beside another that is to share policy file and data folder; it has to be closed last
 */
export async function runClient(kind: 'v1', setup: RunSetup, beside?: Beside): Promise<RunClient<Client>>;
export async function runClient(kind: Era, setup: RunSetup, beside?: Beside): Promise<RunClient<ModernClient>>;
export async function runClient(
  kind: Era | 'v1',
  setup: RunSetup,
  beside?: Beside,
): Promise<RunClient<Client | ModernClient>> {
  const folder = beside?.folder ?? (await mkdtemp(join(tmpdir(), 'toolgate-run-')));
  const policy = join(folder, 'policy.json');
  const dataFolder = join(folder, 'data');
  await writeFile(policy, JSON.stringify(setup.policy));
  const env = Object.entries(setup.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const args = [launcher, 'run', '--policy', policy, '--data', dataFolder, ...env, '--', ...setup.command];
  const process_ = { command: process.execPath, args, env: cleanEnvironment(folder), cwd: folder };
  const clean = async (): Promise<void> => {
    if (beside === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const client = await connected(kind, setup, process_);
    return {
      client,
      dataFolder,
      folder,
      [Symbol.asyncDispose]: async () => {
        await client.close();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

type Beside = Pick<RunClient<unknown>, 'folder'>;

async function connected(
  kind: Era | 'v1',
  { capabilities }: RunSetup,
  parameters: ConstructorParameters<typeof StdioClientTransport>[0],
): Promise<Client | ModernClient> {
  if (kind === 'v1') {
    const client = newLegacyClient(capabilities);
    await client.connect(new StdioClientTransport(parameters));
    return client;
  }
  const client = newModernClient(kind, capabilities);
  await client.connect(new ModernStdio(parameters));
  return client;
}
