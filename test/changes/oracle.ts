import type { CallRecord } from '../../src/audit/index.ts';
import type { Answered } from './agents.ts';
import type { Changing } from './changing.ts';
import type { Arrived } from './upstream.ts';

/** What is known of a run once it is over. */
export interface Run {
  readonly calls: readonly Answered[];
  readonly records: readonly CallRecord[];
  readonly arrived: ReadonlyMap<number, readonly Arrived[]>;
  readonly changes: Changing;
}

/**
 * What is wrong with a run, in words: nothing, if every call was judged by one version that was in force while it was under
 * way, and its answer, its record and what the server saw of it agree on which; or was overtaken by one that forbids it.
 */
export function* faultsOf({ calls, records, arrived, changes }: Run): Generator<string> {
  yield* changes.wrong;
  const recorded = new Map(records.map((record) => [record.requestId, record]));
  for (const call of calls) {
    const { requestId, policyVersion, outcome, code, began, ended } = call;
    const what = `call ${call.call} of ${call.tool}: ${call.status} ${outcome} ${code ?? ''} version ${policyVersion}`;
    const version = changes.versions.get(policyVersion ?? 0);
    if (outcome === 'snapshot_stale') {
      const during = [...changes.inForce.during(began, ended)].map((n) => changes.versions.get(n));
      // Judged by one version that opens the tool, and overtaken by one that does not, right before it went out.
      const opened = during.map((one) => one?.opens === call.tool);
      const forbidden = call.tool !== 'middle' && opened.includes(true) && opened.includes(false);
      // It waited, and its server was replaced meanwhile.
      const replaced = new Set(during.map((one) => one?.turn)).size > 1;
      if (!forbidden && !replaced) yield `${what}: nothing has forbidden it`;
      if (arrived.has(call.call)) yield `${what}: the server saw it`;
      const { outcome: said, code: why } = recorded.get(requestId ?? '') ?? {};
      if (said !== 'error' || why !== outcome) yield `${what}: its record says ${said} ${why}`;
      continue;
    }
    if (call.status !== 200 || requestId === undefined || policyVersion === undefined || version === undefined) {
      yield `${what}: it failed`;
      continue;
    }
    if (!changes.inForce.during(began, ended).has(policyVersion)) yield `${what}: it was not in force then`;
    const killed = code === 'killed';
    if (!changes.killed.during(began, ended).has(killed) && call.tool === 'middle')
      yield `${what}: the stop was otherwise`;
    const opens = call.tool === 'middle' ? !killed : version.opens === call.tool;
    if ((outcome === 'allow') !== opens) yield `${what}: that version says otherwise`;
    const record = recorded.get(requestId);
    if (record === undefined) yield `${what}: it is not on the record`;
    else if (record.policyVersion !== policyVersion || record.outcome !== outcome)
      yield `${what}: its record says ${record.outcome} version ${record.policyVersion}`;
    const seen = arrived.get(call.call) ?? [];
    // A stop reaches calls that are under way: the server was told to leave off.
    const least = outcome === 'allow' ? 1 : 0;
    const most = outcome === 'allow' || killed ? 1 : 0;
    if (seen.length < least || seen.length > most) yield `${what}: the server saw it ${seen.length} times`;
    for (const { turn } of seen) {
      if (turn !== version.turn) yield `${what}: the server saw turn ${turn}, the version is of ${version.turn}`;
    }
  }
}
