import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, stop } from '../child.ts';
import type { Side } from '../side.ts';
import { waitFor } from '../wait-for.ts';

const program = fileURLToPath(new URL('../../bin/toolgate.js', import.meta.url));
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const token = `tg_${'bench'.repeat(10)}`;

/** The seed policy: one tool, one limit for each grant, everything else denied; only the limit is out of reach. */
const policy = {
  version: '1',
  default: 'deny',
  tools: {
    tcp_connect: {
      limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 100_000_000, scope: 'grant' }],
    },
  },
};

/** The gateway as it ships, started by its command line: policy, limit, journal and audit on. */
export const toolgate: Side = {
  name: 'toolgate',
  available: () => existsSync(built) || 'dist/ is missing; run `npm run build`',
  async start({ upstream, folder, port, pinned }) {
    const config = join(folder, 'toolgate.json');
    const origin = `http://127.0.0.1:${port}`;
    writeFileSync(
      config,
      JSON.stringify({
        listen: `127.0.0.1:${port}`,
        servers: { bench: { url: upstream, allowPrivate: true } },
        policies: { bench: policy },
        grants: [{ label: 'bench', server: 'bench', policy: 'bench', token: '${env:BENCH_TOKEN}' }],
        admission: { requestsPerSecond: 1_000_000, inFlight: 256, sessions: 4096, streams: 4096 },
      }),
    );
    const command = [process.execPath, program, 'up', '--config', config, '--data', join(folder, 'data')];
    const child = start(pinned(command), { env: { TOOLGATE_LOG_LEVEL: 'warn', BENCH_TOKEN: token } });
    await waitFor(`${origin}/readyz`, () => child.exitCode === null);
    return {
      url: `${origin}/mcp/bench`,
      headers: { Authorization: `Bearer ${token}` },
      pid: child.pid,
      stop: () => stop(child),
    };
  },
};
