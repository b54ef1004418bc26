import type { CallRecord } from '../../audit/index.ts';
import type { Call, CallContext, ToolFacts } from '../../policy/index.ts';
import { unclassified } from '../../policy/index.ts';
import type { JsonValue } from '../../protocol/index.ts';
import type { KeptFacts } from './kept-facts.ts';
import { NotKept } from './not-kept.ts';
import { partialArguments } from './partial-arguments.ts';
import type { NotJudged, RecordedCall, RecordedEnd } from './recorded-call.ts';

/** Codes that another policy could not have changed: there was no call, no tool, or no gateway in order. */
const beforeOrBeside = new Set([
  'unknown_tool',
  'definition_changed',
  'killed',
  'audit_unavailable',
  'limits_unavailable',
  'snapshot_stale',
  'overloaded',
]);

/**
 * A record of the audit log as a call that can be judged again. What a record does not hold (argument values beyond
 * `audit.paths`, the tool's class and annotations, the grant's tags, the user's e-mail address and groups) is put as
 * not kept.
 *
 * @param kept what the capture holds of the same call
 */
export function fromRecord(record: CallRecord, kept?: KeptFacts): RecordedCall | NotJudged {
  const was = verdictOf(record);
  const notKept = new NotKept();
  const call = callOf(record, kept, notKept);
  const context = contextOf(record, kept, notKept);
  if (was === undefined || call === undefined)
    return { kind: 'not-judged', why: record.code ?? record.outcome, context };
  return {
    kind: 'call',
    call,
    context,
    notKept,
    was,
    ms: record.ms,
    givenBack: record.givenBack === true,
    source: record.requestId,
  };
}

/** How the policy decided, or nothing where it was not asked. */
function verdictOf({ outcome, code, rule }: CallRecord): RecordedEnd | undefined {
  if (outcome === 'refused' || (code !== undefined && beforeOrBeside.has(code))) return undefined;
  // It was let through; what the server made of it is no matter of policy.
  if (outcome === 'error') return { outcome: 'allow', code: null, rule: null };
  if (code === 'approval_denied' || code === 'approval_expired') {
    return { outcome: 'hold', code: 'approval_required', rule: rule ?? null };
  }
  return { outcome, code: code ?? null, rule: rule ?? null };
}

function callOf(record: CallRecord, kept: KeptFacts | undefined, notKept: NotKept): Call | undefined {
  const { method, subject, argumentKeys } = record;
  if (subject === undefined) return undefined;
  if (method === 'tools/call') {
    // A tool that was never found has no names of arguments on record.
    if (argumentKeys === undefined) return undefined;
    const known = { ...record.argumentValues, ...kept?.values };
    const values = new Map(Object.entries(known) as [string, JsonValue][]);
    return {
      kind: 'tool',
      name: subject,
      arguments: kept?.arguments ?? partialArguments(argumentKeys, values, notKept),
      facts: kept?.facts ?? factsOf(notKept),
    };
  }
  // A completion's record does not say of what; a URI has a colon, which no name of a prompt has.
  const isResource = method.startsWith('resources/') || (method === 'completion/complete' && subject.includes(':'));
  return isResource ? { kind: 'resource', uri: subject } : { kind: 'prompt', name: subject };
}

function factsOf(notKept: NotKept): ToolFacts {
  const facts = { ...unclassified, annotations: notKept.some({}, 'tool.annotations') };
  notKept.at(facts, 'category', 'tool.category');
  return notKept.at(facts, 'severity', 'tool.severity');
}

function contextOf(record: CallRecord, kept: KeptFacts | undefined, notKept: NotKept): CallContext {
  const { grant, user, session, server, organization, time } = record;
  return {
    grant: {
      id: grant.id,
      label: grant.label,
      tags: kept?.tags ?? notKept.some(new Map<string, string>(), 'grant.tags'),
    },
    ...(user !== undefined && { user: kept?.user === undefined ? userOf(user, notKept) : { id: user, ...kept.user } }),
    ...(session !== undefined && { session }),
    server,
    organization,
    now: time,
  };
}

function userOf(id: string, notKept: NotKept): NonNullable<CallContext['user']> {
  const user = { id, email: '', groups: [] };
  notKept.at(user, 'email', 'user.email');
  return notKept.at(user, 'groups', 'user.groups');
}
