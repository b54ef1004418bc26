import { expect, it } from 'vitest';
import { inPolicyThread } from './in-policy-thread.ts';

const policy = (text: string) => ({ name: 'p', text, format: 'json' as const });
const somebody = { kind: 'user', id: 'somebody' } as const;
const sound = '{"version":"1","default":"deny"}';

it('reads in another thread, and tells what is wrong', { timeout: 60_000 }, async () => {
  expect(await inPolicyThread(somebody, 'read', [policy(sound), policy('{}')])).toMatchObject([
    { ok: true, mode: 'enforce' },
    { ok: false, errors: expect.any(Array) },
  ]);
});

it('compares', { timeout: 60_000 }, async () => {
  const wider = await inPolicyThread(somebody, 'diff', {
    old: policy(sound),
    now: policy('{"version":"1","default":"allow"}'),
  });
  expect(wider).toMatchObject({ widening: true, narrowing: false });
  expect(await inPolicyThread(somebody, 'diff', { old: policy(sound), now: policy('{}') })).toBeUndefined();
});

it('gives up what takes too long, and the next one is read all the same', { timeout: 60_000 }, async () => {
  await inPolicyThread(somebody, 'read', [policy(sound)]);
  const slow = `{"version":"1","default":"deny","tools":{${Array.from({ length: 20_000 }, (_, i) => `"t${i}":{}`).join()}}}`;
  const late = inPolicyThread(
    somebody,
    'read',
    Array.from({ length: 50 }, () => policy(slow)),
    1,
  );
  const next = inPolicyThread(somebody, 'read', [policy(sound)]);
  await expect(late).rejects.toMatchObject({ code: 'invalid', message: 'the policy takes too long to read' });
  expect(await next).toMatchObject([{ ok: true }]);
});

it('holds up nothing here', { timeout: 60_000 }, async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const slow = `{"version":"1","default":"deny","tools":{${Array.from({ length: 3_000 }, (_, i) => `"t${i}":{}`).join()}}}`;
  await inPolicyThread(
    somebody,
    'read',
    Array.from({ length: 20 }, () => policy(slow)),
    40_000,
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});
