/**
 * What happens when PostgreSQL, or the way there, fails, beside the table of faults (`table.service.ts`): connections that are
 * reset and half closed, and verbs, which may take long.
 */
import { randomBytes } from 'node:crypto';
import { sql as raw } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { openQueue } from '../../../src/store/approvals/index.ts';
import { openSql } from '../../../src/store/index.ts';
import { PostgresLimiter } from '../../../src/store/postgres/limiter/postgres-limiter.ts';
import { askingOf } from '../../contract/approvals/calls.ts';
import { budget, demand, unit } from '../../contract/limiter/demands.ts';
import { type Fault, FaultProxy } from '../../support/fault-proxy.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

const server = inject('postgres');
const hour = demand([budget({ key: 'hour', windowMs: 3_600_000, max: 1_000 * unit })]);
/** Longer than a server has to say that it is there. */
const slow = raw`SELECT pg_sleep(7)`;

/** Everything that a call asks of the database on its way. */
interface Asked {
  readonly what: string;
  readonly code: string;
  /** One question. @throws what the call is refused with */
  ask(): Promise<unknown>;
}

describe.skipIf(server === undefined)(server === undefined ? noPostgres : 'the way to PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: FaultProxy;
  let url: string;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await newDatabase(server ?? '');
    await (await openSql('', database.url)).destroy();
  });
  afterAll(() => database?.remove());
  beforeEach(async () => {
    const direct = new URL(database.url);
    proxy = await FaultProxy.open(Number(direct.port));
    direct.port = String(proxy.port);
    url = direct.href;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await proxy.close();
  });

  async function everything(): Promise<readonly Asked[]> {
    const limiter = new PostgresLimiter(url, anchoredClock());
    const keys = new KeyRing([randomBytes(32)]);
    const onError = (): void => undefined;
    const queue = await openQueue({ dataFolder: '', database: url, clock: anchoredClock(), keys, onError });
    closing.push(
      () => limiter.close(),
      () => queue.close(),
    );
    return [
      { what: 'a limit', code: 'limits_unavailable', ask: () => limiter.take(hour) },
      { what: 'an approval', code: 'approvals_unavailable', ask: () => queue.ask(askingOf()) },
    ];
  }

  async function recovered({ ask }: Asked): Promise<number> {
    const began = performance.now();
    for (;;) {
      try {
        await ask();
        return performance.now() - began;
      } catch (error) {
        if (performance.now() - began > 15_000) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  const faults: readonly Fault[] = [{ kind: 'reset' }, { kind: 'half-closed' }];
  it.each(faults)('$kind: refused with a reason, and gone on with when it is over', async (fault) => {
    const all = await everything();
    for (const one of all) await one.ask();
    await proxy.be(fault);
    for (const one of all) await expect(one.ask(), one.what).rejects.toMatchObject({ code: one.code });
    for (const one of all) await expect(one.ask(), one.what).rejects.toMatchObject({ code: one.code });
    await proxy.be({ kind: 'through' });
    // Two seconds are promised on a machine that has them to give.
    for (const one of all) expect(await recovered(one), one.what).toBeLessThan(2_000 + 3_000);
  });

  it('stalled: verbs that may take half a minute are told, too, and what comes afterwards finds a way', async () => {
    const sql = await openSql('', url);
    closing.push(() => sql.destroy());
    const look = () => sql.selectFrom('config_version').select('version').execute();
    await look();
    await proxy.be({ kind: 'stalled' });
    // Beside it one that is not stalled, and takes long for one statement.
    const patient = await openSql('', database.url);
    closing.push(() => patient.destroy());
    const slowly = slow.execute(patient);
    const began = performance.now();
    // As many as the pool has connections.
    const asked = await Promise.allSettled(Array.from({ length: 8 }, look));
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 'rejected'));
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await slowly).rows).toHaveLength(1);
    await proxy.be({ kind: 'through' });
    expect(await recovered({ what: 'a verb', code: '', ask: look })).toBeLessThan(2_000 + 3_000);
  });
});
