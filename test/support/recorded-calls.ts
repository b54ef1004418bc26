import { captureContext } from '../../src/control/captures/capture-context.ts';
import { writeCaptures } from '../../src/control/captures/capture-store.ts';
import { newId } from '../../src/kernel/index.ts';
import type { TestControl } from './control.ts';
import { fileCalls } from './file-calls.ts';

/** A call of a tool as a test thinks of it. */
export interface MadeCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly time: number;
  readonly outcome?: 'allow' | 'deny';
  readonly server?: string;
  readonly grant?: string;
  readonly policy?: string;
  /** Whether the capture has it. */
  readonly captured?: boolean;
}

/** Puts calls on the record as the store's worker does, and into the capture as the gateway does. @returns request ids */
export async function recordCalls(plane: TestControl, calls: readonly MadeCall[]): Promise<string[]> {
  const { sql, sealer } = plane.control;
  const name = 'test-writer';
  const find = () => sql.selectFrom('writer').select('id').where('name', '=', name).executeTakeFirst();
  if ((await find()) === undefined) {
    await sql
      .insertInto('writer')
      .values({ name, key: 'k', mac: new Uint8Array(32) })
      .execute();
  }
  const writer = (await find())?.id ?? 0;
  const ids: string[] = [];
  for (const call of calls) {
    const { tool, time, outcome = 'allow', server = 'files', grant = 'alice', policy = 'p', captured = false } = call;
    const requestId = newId();
    const code = outcome === 'deny' ? { code: 'default_deny', rule: '/default' } : {};
    const facts = { requestId, time, organization: 'default', grant: { id: `id-${grant}`, label: grant }, server };
    const argumentKeys = Object.keys(call.arguments).sort();
    const record = {
      kind: 'call',
      ...facts,
      method: 'tools/call',
      subject: tool,
      argumentKeys,
      policy,
      outcome,
      ...code,
      ms: 1,
    };
    const { length } = ids;
    const at = {
      writer,
      seq: time * 1_000 + length,
      time,
      grant_id: `id-${grant}`,
      label: grant,
      server,
      subject: tool,
    };
    const text = JSON.stringify(record);
    const mac = { prev_mac: new Uint8Array(32), mac: new Uint8Array(32) };
    await sql
      .insertInto('call_record')
      .values({ ...at, outcome, code: code.code ?? null, text, ...mac })
      .execute();
    if (captured) {
      const rest = {
        facts: { category: 'read', severity: 'low', annotations: {} },
        tags: {},
        arguments: call.arguments,
      };
      const sealed = sealer.seal('captured-arguments', JSON.stringify(rest), captureContext(requestId));
      const of = { requestId, time, expiresAt: time + 86_400_000, grantId: `id-${grant}`, label: grant, server, tool };
      await writeCaptures(sql, [{ ...of, level: 'full', bytes: 1, sealed }]);
    }
    ids.push(requestId);
  }
  fileCalls(plane);
  return ids;
}
