import { operator } from '../../src/accounts/index.ts';
import { setKill } from '../../src/control/verbs/kill/index.ts';
import { openControlFolder } from '../../src/control-plane.ts';
import { type Channel, Dispatcher, deliver } from '../../src/notify/index.ts';

/**
 * Makes changes that tell somebody, and tells, until it is killed. Each change that was acknowledged goes to standard
 * output at once: `c <kill id>`. With `drain` it only tells what lies there, and ends.
 */
const [folder = '', url = '', secret = '', drain] = process.argv.slice(2);
const plane = await openControlFolder(folder, { ignored: false, env: {}, version: '0.0.0' });
const { control } = plane;
const channel: Channel = {
  id: 'file:ops',
  name: 'ops',
  kind: 'webhook',
  types: [],
  withValues: false,
  url,
  secret,
  allowPrivate: true,
};
const dispatcher = new Dispatcher({
  sql: control.sql,
  // What a process that was killed had taken is due again after its lease: in here at once.
  clock: { ...control.clock, now: () => control.clock.now() + (drain === undefined ? 0 : 600_000) },
  channels: async () => [channel],
  deliver: (to, kept) => deliver(to, kept, { clock: control.clock, mail: undefined }),
  chance: () => 0,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
  onDead: () => undefined,
});
if (drain !== undefined) {
  await dispatcher.once();
  await plane.close();
} else {
  for (let n = 0; ; n += 1) {
    const { kill } = await control.run(setKill, { tool: `t-${process.pid}-${n}` }, { actor: operator });
    process.stdout.write(`c ${kill.id}\n`);
    await dispatcher.once();
  }
}
