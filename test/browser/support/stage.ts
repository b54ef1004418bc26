import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servers } from '../../support/gateway/servers.ts';
import { type ChangingServer, startChangingServer } from '../../support/upstreams/changing-server.ts';
import { type Api, apiAs } from './api.ts';
import { type OpenDashboard, openDashboard } from './dashboard.ts';
import { hostile, hostileTools } from './hostile.ts';

/** One gateway with real servers and one browser, for all parts of the dashboard's test. */
export interface Stage extends OpenDashboard {
  readonly api: Api;
  /** A server whose author means ill, and changes his mind. */
  readonly changing: ChangingServer;
  readonly folder: string;
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-stage-'));
  writeFileSync(join(folder, 'from.txt'), 'precious');
  const changing = await startChangingServer([...hostileTools]);
  const files = { version: '1', default: 'deny', tools: { 'read_*': {}, move_file: { action: 'require_approval' } } };
  const mean = { version: '1', default: 'allow', tools: { echo: { action: 'require_approval', reason: hostile } } };
  const open = await openDashboard({
    servers: {
      netdiag: servers.netdiag(),
      files: servers.filesystem(folder),
      mean: { url: changing.url, allowPrivate: true },
    },
    policies: { files, mean: { ...mean, description: hostile, approval: { hold: '1s' } } },
    // Told of what never happens here: its row is looked at, nothing is sent.
    more: {
      webhooks: [
        {
          name: 'of-file',
          url: 'https://hooks.example.com/of-file',
          secret: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
          types: ['chain.broken'],
        },
      ],
    },
    grants: { 'alice-laptop': { files: 'files', mean: 'mean' }, 'ci-runner': { files: 'files' } },
  });
  return {
    ...open,
    folder,
    changing,
    api: await apiAs(open.gateway.origin),
    [Symbol.asyncDispose]: async () => {
      await open[Symbol.asyncDispose]();
      await changing.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
