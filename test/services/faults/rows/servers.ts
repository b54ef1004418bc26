import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { ApprovalQueue } from '../../../../src/approvals/index.ts';
import { anchoredClock, Fault } from '../../../../src/kernel/index.ts';
import type { Limiter } from '../../../../src/limits/index.ts';
import { KeyRing } from '../../../../src/seal/index.ts';
import { openQueue } from '../../../../src/store/approvals/index.ts';
import { openPostgresStates, openSql } from '../../../../src/store/index.ts';
import { PostgresLimiter } from '../../../../src/store/postgres/limiter/postgres-limiter.ts';
import { valkeyLimiter } from '../../../../src/store/valkey/index.ts';
import { askingOf } from '../../../contract/approvals/calls.ts';
import { budget, demand, unit } from '../../../contract/limiter/demands.ts';
import { type Fault as Broken, FaultProxy } from '../../../support/fault-proxy.ts';
import { newDatabase } from '../../support/new-database.ts';
import { noPostgres } from '../../support/start-postgres.ts';
import { noRedis } from '../../support/start-redis.ts';
import { emptyRecord, newPrefix } from '../../support/timed-limiter.ts';
import type { Row, Standing, Way } from '../row.ts';

const max = 100_000;
const hour = (cost = unit) => demand([budget({ key: 'hour', windowMs: 3_600_000, max: max * unit, cost })]);

/** @returns `allow`, or the code of what was thrown */
async function saidOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'allow';
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}

/** A server behind a proxy that breaks as the way says. @param protocolError an error in the server's protocol */
export function behind(proxy: FaultProxy, protocolError: Buffer): Pick<Standing, 'break' | 'mend'> {
  const faults: Readonly<Record<Way, Broken>> = {
    down: { kind: 'down' },
    stalled: { kind: 'stalled' },
    error: { kind: 'error', bytes: protocolError },
    garbage: { kind: 'garbage' },
    flapping: { kind: 'flapping', ms: 25 },
  };
  return { break: (way) => proxy.be(faults[way]), mend: () => proxy.be({ kind: 'through' }) };
}

const said = Buffer.from('SFATAL\0C57P03\0Mthe database system is not accepting connections\0\0');
const length = Buffer.alloc(4);
length.writeInt32BE(said.length + 4);
export const postgresError = Buffer.concat([Buffer.from('E'), length, said]);
export const valkeyError = Buffer.from('-ERR out of order\r\n');

export const usualCells: Row['cells'] = {
  down: { how: 'nobody listens' },
  stalled: { how: 'connections are taken and nothing comes back' },
  error: { how: 'whatever is said is answered with an error of its protocol' },
  garbage: { how: 'and with random bytes' },
  flapping: { how: 'every connection is cut each 25 ms', mixed: true },
};

/** What has been let through is counted: all of it, whatever came between. */
function counting(limiter: Limiter, beside: Limiter): Pick<Standing, 'ask' | 'check'> {
  let allowed = 0;
  return {
    ask: async () => {
      const one = await saidOf(Promise.resolve(limiter.take(hour())));
      if (one === 'allow') allowed += 1;
      return one;
    },
    check: async () => {
      const answer = await beside.take(hour(0));
      const left = answer.ok ? (answer.remaining[0]?.remaining ?? 0) / unit : 0;
      if (max - left < allowed) throw new Error(`${allowed} calls were let through, and ${max - left} are counted`);
    },
  };
}

/** @param opened what is to be closed is put there, also where something after it is not opened */
async function prepared(
  opened: AsyncDisposableStack,
): Promise<{ readonly direct: string; proxy: FaultProxy; url: string }> {
  const database = await newDatabase(inject('postgres') ?? '');
  opened.defer(() => database.remove());
  await (await openSql('', database.url)).destroy();
  const direct = new URL(database.url);
  const proxy = await FaultProxy.open(Number(direct.port));
  opened.defer(() => proxy.close());
  direct.port = String(proxy.port);
  return { direct: database.url, proxy, url: direct.href };
}

/** A way to PostgreSQL that one call needs. */
function inPostgres(
  what: string,
  refused: RegExp,
  use: (url: string, direct: string) => Promise<Pick<Standing, 'ask' | 'check' | 'close'>>,
): Row {
  const open = async (): Promise<Standing> => {
    await using opened = new AsyncDisposableStack();
    const { direct, proxy, url } = await prepared(opened);
    const used = await use(url, direct);
    opened.defer(() => used.close());
    const all = opened.move();
    return { ...used, ...behind(proxy, postgresError), close: () => all.disposeAsync() };
  };
  return { what, refused, cells: usualCells, missing: inject('postgres') === undefined ? noPostgres : undefined, open };
}

export const postgresLimits = inPostgres('PostgreSQL, for limits', /^limits_unavailable$/, async (url, direct) => {
  const [limiter, beside] = [url, direct].map((each) => new PostgresLimiter(each, anchoredClock())) as [
    PostgresLimiter,
    PostgresLimiter,
  ];
  const close = async (): Promise<void> => {
    await limiter.close();
    await beside.close();
  };
  return { ...counting(limiter, beside), close };
});

export const postgresApprovals = inPostgres('PostgreSQL, for approvals', /^approvals_unavailable$/, async (url) => {
  const keys = new KeyRing([randomBytes(32)]);
  const given = { dataFolder: '', database: url, clock: anchoredClock(), keys, onError: () => undefined };
  const queue: ApprovalQueue = await openQueue(given);
  return { ask: () => saidOf(queue.ask(askingOf())), close: () => queue.close() };
});

export const postgresStates = inPostgres(
  'PostgreSQL, for calls that ask their client for input',
  /^store_unavailable$/,
  async (url) => {
    const states = await openPostgresStates(url);
    const ask = () => saidOf(states.spend(randomBytes(9).toString('hex'), Number.POSITIVE_INFINITY, 0));
    return { ask, close: () => states.close() };
  },
);

export const valkeyLimits: Row = {
  what: 'Valkey, for limits',
  refused: /^limits_unavailable$/,
  cells: usualCells,
  missing: inject('redis') === undefined ? noRedis : undefined,
  open: async () => {
    await using opened = new AsyncDisposableStack();
    const port = Number(new URL(inject('redis') ?? '').port);
    const proxy = await FaultProxy.open(port);
    opened.defer(() => proxy.close());
    const prefix = newPrefix();
    const open = async (to: number) => {
      const limiter = await valkeyLimiter({
        url: `redis://127.0.0.1:${to}`,
        prefix,
        recorded: emptyRecord,
        log: () => undefined,
        answerMs: 400,
      });
      opened.defer(() => limiter.close());
      return limiter;
    };
    const [through, beside] = [await open(proxy.port), await open(port)];
    const all = opened.move();
    return { ...counting(through, beside), ...behind(proxy, valkeyError), close: () => all.disposeAsync() };
  },
};
