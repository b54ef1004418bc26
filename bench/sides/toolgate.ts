import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orStop, start, stop } from '../child.ts';
import { fillRecords } from '../control/fill-records.ts';
import type { Side } from '../side.ts';
import { waitFor } from '../wait-for.ts';

/** How a gateway is set up that is measured. */
export interface Setting {
  readonly name: string;
  readonly policy: unknown;
  /** Added to the server's configuration. */
  readonly server?: object;
  /** Added to the configuration; `grants`, `servers` and `policies` to what is there. */
  readonly more?: {
    readonly audit?: object;
    readonly admission?: object;
    readonly grants?: readonly object[];
    readonly servers?: Readonly<Record<string, object>>;
    readonly policies?: Readonly<Record<string, unknown>>;
  };
  /** The checkout whose build is started; this one's when absent. */
  readonly root?: string;
  /** Further arguments of `toolgate up`, and variables of its environment. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Sessions that are opened, and left open, before anything is measured. */
  readonly idleSessions?: number;
  /** As of a side. */
  readonly reads?: boolean;
  /** Calls that are on the record before it is started, over thirty days, with a tenth as many of what comes with calls. */
  readonly records?: number;
}

const here = fileURLToPath(new URL('../..', import.meta.url));
const token = `tg_${'bench'.repeat(10)}`;

const outOfReach = { window: 'minute', max: 100_000_000, scope: 'grant' };

/** The seed policy: one tool, one limit for each grant, everything else denied; only the limit is out of reach. */
export const seedPolicy = {
  version: '1',
  default: 'deny',
  tools: {
    tcp_connect: {
      limits: [{ counter: 'tcp_connect_rate', ...outOfReach }],
    },
  },
};

/** The gateway as it ships, started by its command line: policy, limit, journal and audit on. */
export const toolgate: Side = toolgateWith({ name: 'toolgate', policy: seedPolicy });

/** The same for a tool that only reads, which the gateway's classifier finds: its calls wait for no sync of the disk. */
export const toolgateReading: Side = toolgateWith({
  name: 'toolgate, a read',
  policy: {
    ...seedPolicy,
    tools: { read_record: { limits: [{ counter: 'read_record_rate', ...outOfReach }] } },
  },
  reads: true,
});

/** A configuration in plain data, with its policies in it. */
interface Configured {
  readonly [member: string]: unknown;
  readonly policies: Readonly<Record<string, unknown>>;
}

/** What the gateway is configured with. */
export function configOf({ policy, server, more }: Setting, upstream: string, port: number): Configured {
  return {
    listen: `127.0.0.1:${port}`,
    servers: { ...more?.servers, bench: { url: upstream, allowPrivate: true, ...server } },
    policies: { ...more?.policies, bench: policy },
    grants: [
      { label: 'bench', server: 'bench', policy: 'bench', token: '${env:BENCH_TOKEN}' },
      ...(more?.grants ?? []),
    ],
    admission: more?.admission ?? {
      requestsPerSecond: 1_000_000,
      inFlight: 256,
      sessions: 100_000,
      streams: 4096,
    },
    ...(more?.audit === undefined ? {} : { audit: more.audit }),
  };
}

/** A gateway of another setting, or of another checkout's build. */
export function toolgateWith(setting: Setting): Side {
  const { name, root = here, idleSessions, reads, records, args = [], env = {} } = setting;
  return {
    name,
    essential: true,
    available: () => existsSync(join(root, 'dist/cli/main.js')) || 'dist/ is missing; run `npm run build`',
    ...(idleSessions === undefined ? {} : { idleSessions }),
    ...(reads === undefined ? {} : { reads }),
    async start({ upstream, folder, port, pinned }) {
      const config = join(folder, 'toolgate.json');
      const origin = `http://127.0.0.1:${port}`;
      const { policies, ...rest } = configOf(setting, upstream, port);
      const files = Object.entries(policies).map(([called, policy]) => {
        writeFileSync(join(folder, `${called}.json`), JSON.stringify(policy));
        return [called, { file: `${called}.json` }];
      });
      writeFileSync(config, JSON.stringify({ ...rest, policies: Object.fromEntries(files) }));
      const program = join(root, 'bin/toolgate.js');
      const data = join(folder, 'data');
      const command = [process.execPath, program, 'up', '--config', config, '--data', data, ...args];
      const begin = async (): Promise<ChildProcess> => {
        const begun = start(pinned(command), { env: { ...env, TOOLGATE_LOG_LEVEL: 'warn', BENCH_TOKEN: token } });
        await orStop(
          begun,
          waitFor(`${origin}/readyz`, () => begun.exitCode === null),
        );
        return begun;
      };
      if (records !== undefined) {
        // The first life makes the database.
        await stop(await begin());
        fillRecords(data, records, Date.now());
      }
      const child = await begin();
      return {
        url: `${origin}/mcp/bench`,
        headers: { Authorization: `Bearer ${token}` },
        pid: child.pid,
        stop: () => stop(child),
      };
    },
  };
}
