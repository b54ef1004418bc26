/** Whoever makes a change that does not come into force is told so, whatever it is and wherever they ask for it. */
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { openLocalDoor } from '../../src/edge/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';
import { everyChange } from '../support/every-change.ts';
import { governingChanges, type PreparedStep } from '../support/governing-changes.ts';

vi.setConfig({ testTimeout: 120_000 });

let inForce = false;
let plane: TestControl;
beforeEach(async () => {
  inForce = false;
  plane = await openTestControl({ origin: () => 'https://gateway.example', inForce: async () => inForce });
});
afterEach(() => plane.close());

const version = async (): Promise<number> => {
  const row = await plane.control.sql.selectFrom('config_version').select('version').executeTakeFirstOrThrow();
  return row.version;
};

it('every change that calls must see says so in its answer, and no other one', async () => {
  const nobody = (): void => undefined;
  const steps: readonly PreparedStep[] = [...everyChange(plane, nobody), ...governingChanges(plane, nobody)];
  const late = new Set<string>();
  for (const { verb, prepare, ask } of steps) {
    plane.clock.advance(60_000);
    await prepare?.();
    const before = await version();
    const { status, headers } = await ask();
    // A verb without a route was run as it is.
    if (headers === undefined) continue;
    const seen = (await version()) > before;
    expect([verb, headers.get('toolgate-in-force')]).toEqual([verb, seen ? 'no' : null]);
    if (seen) {
      expect([verb, status]).toEqual([verb, 202]);
      late.add(verb);
    }
  }
  expect([...late]).toEqual(expect.arrayContaining(['grant.create', 'grant.revoke', 'kill.set', 'policy.activate']));
});

it('what was made is in the answer all the same, and asking again tells when it is in force', async () => {
  await plane.ask('PUT', '/policies/p', { body: { text: '{"version":"1","default":"allow"}', activate: true } });
  await plane.ask('POST', '/servers', { body: { slug: 'a', url: 'https://a.example/mcp' } });
  const make = () =>
    plane.ask('POST', '/grants', {
      body: { label: 'g', servers: { a: 'p' } },
      headers: { 'idempotency-key': 'once' },
    });
  const first = await make();
  expect(first).toMatchObject({ status: 202, body: { token: expect.stringMatching(/^tg_/) } });
  const second = await make();
  expect(second).toMatchObject({ status: 202, body: first.body });
  inForce = true;
  const third = await make();
  expect(third).toMatchObject({ status: 201, body: first.body });
  expect(third.headers.get('toolgate-in-force')).toBeNull();
});

it('a command says it on stderr, and prints what it has to', async () => {
  await plane.ask('PUT', '/policies/p', { body: { text: '{"version":"1","default":"allow"}', activate: true } });
  await plane.ask('POST', '/servers', { body: { slug: 'a', url: 'https://a.example/mcp' } });
  const door = await openLocalDoor(join(plane.folder, 'control.sock'), plane.localRoutes);
  const said = async (label: string): Promise<readonly [string, string]> => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const io = { stdin: new PassThrough(), stdout: out, stderr: err, env: {}, cwd: plane.folder };
    const argv = ['grant', 'create', label, '--open', 'a=p', '--data', plane.folder];
    expect(await main(argv, io)).toBe(0);
    return [String(out.read() ?? ''), String(err.read() ?? '')];
  };
  try {
    const [late, why] = await said('late');
    expect(late).toMatch(/tg_/);
    expect(why).toMatch(/could not put it in force/);
    inForce = true;
    const [, nothing] = await said('at-once');
    expect(nothing).not.toMatch(/in force/);
  } finally {
    await door.close(0);
  }
});
