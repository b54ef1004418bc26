import { operator } from '../../src/accounts/index.ts';
import { openControlFolder } from '../../src/composition/control-plane.ts';
import { setKill } from '../../src/control/verbs/kill/index.ts';
import { type Channel, Dispatcher, deliver, RecordFeed, recordReader } from '../../src/notify/index.ts';
import { unexpected } from '../support/unexpected.ts';

/**
 * Makes changes that tell somebody, and tells, until it is killed. Each change that was acknowledged goes to standard
 * output at once: `c <kill id>`. A webhook is told of the change, a collector of its record. With `drain` it only tells
 * what lies there, and ends.
 */
const [folder = '', url = '', secret = '', collector = '', drain] = process.argv.slice(2);
const plane = await openControlFolder(folder, { ignored: false, env: {}, version: '0.0.0' });
const { control } = plane;
const common = { types: [], withValues: false, allowPrivate: true };
const channels: Channel[] = [
  { ...common, id: 'file:ops', name: 'ops', kind: 'webhook', url, secret },
  { ...common, id: 'file:otlp', name: 'otlp', kind: 'otlp', types: ['records.events'], url: collector, headers: [] },
];
const records = recordReader(control.sql);
const dispatcher = new Dispatcher({
  sql: control.sql,
  // What a process that was killed had taken is due again after its lease: in here at once.
  clock: { ...control.clock, now: () => control.clock.now() + (drain === undefined ? 0 : 600_000) },
  channels: async () => channels,
  deliver: (to, kept) =>
    deliver(to, kept, { clock: control.clock, mail: undefined, records, version: '0.0.0', fault: unexpected }),
  open: control.sealer.open,
  feed: new RecordFeed(control.sql, control.clock),
  chance: () => 0,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
  onDead: () => undefined,
});
if (drain !== undefined) {
  await dispatcher.once();
  await plane.close();
} else {
  // From here on the collector is told.
  await dispatcher.once();
  for (let n = 0; ; n += 1) {
    const { kill } = await control.run(setKill, { tool: `t-${process.pid}-${n}` }, { actor: operator });
    process.stdout.write(`c ${kill.id}\n`);
    await dispatcher.once();
  }
}
