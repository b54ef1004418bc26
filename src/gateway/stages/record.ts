import type { CallFactsRecord, CallRecord, Intent, TakenAmount } from '../../audit/index.ts';
import type { Brand } from '../../kernel/index.ts';
import { auditValues, type Policy } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { type GovernedCall, subjectName } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import type { Resolved } from './resolve.ts';
import { type Spent, unspend } from './spend.ts';
import type { Permit } from './take.ts';
import { traceOf } from './trace-of.ts';

/** A permit whose intent is on the record. `forward` accepts nothing else. */
export type RecordedPermit = Brand<{ readonly permit: Permit }, 'RecordedPermit'>;

/**
 * No record, no call. The intent is written before anything goes out, and synced for the write-ahead classes; when it
 * cannot be kept the amounts go back, since not one byte was sent.
 */
export function record({ permit }: Spent, ports: Ports): Promise<RecordedPermit | Ended> {
  try {
    return ports.journal.intent(intentOf(permit), mustSync(permit)).then(
      () => ({ permit }) as RecordedPermit,
      (error: unknown) => unrecorded(permit, error, ports),
    );
  } catch (error) {
    return unrecorded(permit, error, ports);
  }
}

async function unrecorded(permit: Permit, error: unknown, ports: Ports): Promise<Ended> {
  const givenBack = await unspend(permit, ports);
  ports.telemetry.warn('the record cannot be kept', { error });
  return ended('error', 'audit_unavailable', {
    message: 'The call cannot be put on the record, so it was not made.',
    ...(givenBack ? { givenBack } : {}),
  });
}

/**
 * Whether the intent must survive power loss, too: for classes whose calls are worth it, for tools that nobody has
 * classed, for what a person agreed to and for limits about money.
 */
function mustSync(permit: Permit): boolean {
  const { resolved, demand } = permit.judged;
  if (permit.clearance !== undefined) return true;
  if (demand.budgets.some((budget) => budget.durable)) return true;
  if (resolved.tool === undefined) return false;
  const { risk } = resolved.tool;
  return risk === undefined || resolved.call.snapshot.writeAhead.has(risk.category);
}

function intentOf(permit: Permit): Intent {
  const { resolved } = permit.judged;
  const { call } = resolved;
  return {
    ...factsOf(call, resolved),
    kind: 'intent',
    takenAt: permit.receipt?.at ?? call.time,
    taken: amounts(permit),
  };
}

function amounts(permit: Permit): readonly TakenAmount[] {
  return permit.receipt?.taken ?? [];
}

/** What the record knows of a call from the start. */
function factsOf(call: GovernedCall, resolved?: Resolved): CallFactsRecord {
  const { principal } = call.grant;
  const { policy } = call.access;
  const { session } = call;
  const isTool = resolved?.tool !== undefined;
  const audited = isTool && policy?.policy.auditPaths !== undefined;
  return {
    requestId: call.requestId,
    time: call.time,
    organization: principal.organization,
    grant: principal.grant,
    user: principal.user?.id,
    session: session.digest,
    client: session.client,
    server: session.slug,
    method: call.message.method,
    subject: subjectName(call.subject),
    argumentKeys: isTool ? recordedKeys(resolved.arguments) : undefined,
    argumentValues: audited ? recordedValues(policy.policy, resolved.arguments) : undefined,
    definitionHash: resolved?.tool?.hash,
    policy: policy?.name,
    policyVersion: policy?.version,
    trace: traceOf(call),
    continues: resolved?.continuation?.requestId,
  };
}

/** So many names of arguments are put on record, and so many letters of them: no tool has more, and nobody would read them. */
const [mostKeys, mostLetters] = [1_000, 16_384];

/**
 * @returns `undefined` where there are too many: whoever judges the call again must not take some of them for all, and the
 *   record of a call must not be as long as the call
 */
function recordedKeys(value: JsonObject): string[] | undefined {
  const keys = Object.keys(value);
  if (keys.length > mostKeys) return undefined;
  let letters = 0;
  for (const key of keys) letters += key.length;
  return letters > mostLetters ? undefined : inOrder(keys);
}

/** So much of values is put on record, as JSON: an agent chooses how long they are. A capture keeps what does not fit. */
const mostValueLetters = 64 * 1024;

/** What policy lets the record hold, less what would make it long: whoever judges the call again takes that as not kept. */
function recordedValues(policy: Policy, value: JsonObject): Readonly<Record<string, JsonValue>> {
  let letters = 0;
  const kept = [...auditValues(policy, value)].filter(([, one]) => {
    const length = JSON.stringify(one).length;
    const fits = letters + length <= mostValueLetters;
    if (fits) letters += length;
    return fits;
  });
  return Object.fromEntries(kept);
}

/** Most calls have one or two arguments, mostly in order: `sort` would make three copies of their names to find out. */
function inOrder(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i += 1) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
}

/** How a call that went no further stands on the record. */
export function endedRecord(
  call: GovernedCall,
  resolved: Resolved | undefined,
  end: Ended,
  ms: number,
  bytesOut: number,
): CallRecord {
  return {
    kind: 'call',
    ...factsOf(call, resolved),
    outcome: end.outcome,
    code: end.code,
    rule: end.rule,
    approval: end.approval?.id,
    decidedBy: end.approval?.by,
    givenBack: end.givenBack,
    ms,
    bytes: { in: call.message.bytes.length, out: bytesOut },
  };
}
