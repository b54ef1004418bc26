import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ApprovalRequest } from '../../src/approvals/index.ts';
import { fileTerms } from '../../src/store/sqlite/file-terms.ts';
import { seeded } from '../../test/support/seeded.ts';
import { sizes } from './fill-registry.ts';

const subjects = 200;
/** So many tools of each server are approved; every other definition is of a version that is not. */
const toolsOfEach = 20;
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

function definitionOf(name: string): string {
  const text = (description: string) => ({ type: 'string', description });
  return JSON.stringify({
    name,
    description: `Does what ${name} is there for: looks for the records that fit a query and writes one of them to a file.`,
    inputSchema: {
      type: 'object',
      properties: { path: text('Where the file is to be written'), query: text('What is looked for') },
      required: ['path'],
    },
    annotations: { readOnlyHint: false, destructiveHint: false },
  });
}

/**
 * Puts as many calls on the record as are asked for, over thirty days, and a tenth as many of everything else that comes
 * with calls: events, captures, definitions, approvals and deliveries. A few servers and grants have most of the calls.
 * The rows have no chain: nothing here verifies them.
 */
export function fillRecords(folder: string, calls: number, now: number): void {
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
  const indexes = withoutIndexes(database);
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
  const approval = insert('approval', [
    'id',
    'state',
    'call_digest',
    'entries_digest',
    'organization',
    'grant_id',
    'grant_label',
    'server',
    'subject',
    'asked_at',
    'expires_at',
    'settled_at',
    'consumed_by',
    'request',
    'decision',
    'arguments',
  ]);
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
    const [owner, listed] = [n % sizes.servers, Math.floor(n / sizes.servers)];
    const state = listed < toolsOfEach ? 'approved' : n % 40 === 0 ? 'waiting' : 'rejected';
    const named = `tool_${listed % toolsOfEach}`;
    definition.run(requestId, `server-${owner}`, named, requestId, state, definitionOf(named), time);
    message.run(requestId, 'call.denied', '{}', time, 1);
    const asked = [requestId, requestId, 'default', id, label, slug, tool, time, time + day];
    const request: ApprovalRequest = {
      call: {
        scope: 'bench',
        organization: 'default',
        grant: id,
        user: undefined,
        session: undefined,
        server: slug,
        method: 'tools/call',
        subject: { kind: 'tool', name: tool },
        definitionHash: undefined,
        argumentsDigest: requestId,
      },
      grantLabel: label,
      requestId,
      policy: 'policy-1',
      policyVersion: 1,
      rules: ['/tools/x/approval'],
      entries: [requestId],
      reasons: ['it writes'],
      approvers: { groups: [], count: 1 },
      timeoutMs: day,
      argumentsBytes: 200,
      risk: { category: 'write', severity: 'medium' },
    };
    const ended = [time, requestId, JSON.stringify(request), JSON.stringify({ votes: [] }), 'x'.repeat(400)];
    approval.run(requestId, endOfApproval(n), ...asked, ...ended);
    delivery.run(requestId, requestId, `channel-${n % 3}`, n % 100 === 0 ? 'dead' : 'sent', time);
  }
  for (const sql of indexes) database.exec(sql);
  fileTerms(database);
  // What the store keeps beside the calls as it files them.
  database.exec(`INSERT INTO tool_use (grant_id, server, tool, used_at)
    SELECT grant_id, server, subject, max(time) FROM call_record WHERE outcome IN ('allow', 'error') GROUP BY 1, 2, 3`);
  database.exec('COMMIT');
  database.close();
}

/** Takes away the indexes of the tables that are filled: they are made sooner of what is there. @returns how */
function withoutIndexes(database: DatabaseSync): readonly string[] {
  const filled = ['call_record', 'event', 'capture', 'definition', 'outbox', 'approval', 'delivery'];
  const known = database
    .prepare(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${filled.map(() => '?').join(', ')})`,
    )
    .all(...filled);
  for (const { name } of known) database.exec(`DROP INDEX ${String(name)}`);
  return known.map(({ sql }) => String(sql));
}

/** Of thousand requests a few wait, and most were used. */
function endOfApproval(n: number): string {
  if (n % 1_000 === 0) return 'pending';
  if (n % 100 === 0) return 'approved';
  return n % 10 === 0 ? 'expired' : 'consumed';
}

function endingOf(chance: number): readonly [outcome: string, code: string | null] {
  let sum = 0;
  for (const [outcome, code, often] of endings) {
    sum += often / 1_000;
    if (chance < sum) return [outcome, code];
  }
  return ['allow', null];
}
