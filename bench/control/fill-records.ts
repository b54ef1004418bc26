import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sizes } from './fill-registry.ts';

const subjects = 200;
const day = 86_400_000;
const mac = new Uint8Array(32);

/** How calls end, with how often in a thousand. */
const endings = [
  ['allow', null, 900],
  ['deny', 'default_deny', 60],
  ['deny', 'rate_limited', 20],
  ['hold', 'approval_required', 10],
  ['error', 'upstream_timeout', 8],
  ['hidden', 'hidden', 2],
] as const;

/**
 * Puts as many calls on the record as are asked for, over thirty days, and a tenth as many of everything else that comes
 * with calls: events, captures, definitions, approvals and deliveries. A few servers and grants have most of the calls.
 * The rows have no chain: nothing here verifies them.
 */
export function fillRecords(folder: string, calls: number, now: number): void {
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
  const random = seeded(7);
  const skewed = (size: number): number => Math.floor(size * random() ** 4);
  const insert = (table: string, columns: readonly string[]) =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  database.exec(`INSERT INTO writer (name, key, mac) VALUES ('bench', 'k', zeroblob(32))`);
  const writer = Number(database.prepare(`SELECT id FROM writer WHERE name = 'bench'`).get()?.id);
  const call = insert('call_record', [
    'writer',
    'seq',
    'time',
    'grant_id',
    'label',
    'server',
    'subject',
    'outcome',
    'code',
    'text',
    'prev_mac',
    'mac',
  ]);
  const event = insert('event', ['writer', 'seq', 'time', 'name', 'text', 'prev_mac', 'mac']);
  const capture = insert('capture', [
    'request_id',
    'time',
    'expires_at',
    'grant_id',
    'label',
    'server',
    'tool',
    'level',
    'bytes',
    'sealed',
  ]);
  const definition = insert('definition', ['id', 'server', 'tool', 'hash', 'state', 'text', 'seen_at']);
  const message = insert('outbox', ['id', 'type', 'data', 'created_at', 'spread']);
  const delivery = insert('delivery', ['id', 'message', 'channel', 'state', 'due_at']);

  for (let i = 0; i < calls; i += 1) {
    if (i % 50_000 === 0) database.exec(i === 0 ? 'BEGIN' : 'COMMIT; BEGIN');
    const time = now - 30 * day + Math.floor((i / calls) * 30 * day);
    const [grant, server, subject] = [skewed(sizes.grants), skewed(sizes.servers), skewed(subjects)];
    const [outcome, code] = endingOf(random());
    const [id, label, slug, tool] = [`g${grant}`, `grant-${grant}`, `server-${server}`, `tool_${subject}`];
    const requestId = i.toString(16).padStart(32, '0');
    const text = JSON.stringify({
      kind: 'call',
      requestId,
      time,
      organization: 'default',
      grant: { id, label },
      server: slug,
      method: 'tools/call',
      subject: tool,
      argumentKeys: ['path', 'query'],
      policy: `policy-${grant % sizes.policies}`,
      policyVersion: 1,
      outcome,
      ...(code === null ? {} : { code }),
      ms: 12,
      bytes: 420,
    });
    call.run(writer, i + 1, time, id, label, slug, tool, outcome, code, text, mac, mac);
    if (i % 10 !== 0) continue;
    const n = i / 10;
    const name = n % 7 === 0 ? 'policy.save' : 'grant.update';
    event.run(
      writer,
      i + 1,
      time,
      name,
      JSON.stringify({ kind: 'event', time, event: name, detail: { grant: id } }),
      mac,
      mac,
    );
    capture.run(requestId, time, now + day, id, label, slug, tool, 'full', 300, 'x'.repeat(400));
    definition.run(requestId, slug, `${tool}_${n}`, requestId, n % 50 === 0 ? 'waiting' : 'approved', '{}', time);
    message.run(requestId, 'call.denied', '{}', time, 1);
    delivery.run(requestId, requestId, `channel-${n % 3}`, n % 100 === 0 ? 'dead' : 'sent', time);
  }
  database.exec('COMMIT');
  database.close();
}

function endingOf(chance: number): readonly [outcome: string, code: string | null] {
  let sum = 0;
  for (const [outcome, code, often] of endings) {
    sum += often / 1_000;
    if (chance < sum) return [outcome, code];
  }
  return ['allow', null];
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
