import type { CallEnding, CallFactsRecord, CallRecord, EventRecord, Intent, TakenAmount } from '../../audit/index.ts';
import type { Code, Outcome } from '../../kernel/index.ts';

/**
 * The lines of the journal: a tag, then fields separated by tabs (a tab inside JSON text is always escaped).
 *
 *     i  takenAt  requestId  taken[]  facts{}    an intent whose call went out once it was written
 *     I  takenAt  requestId  taken[]  facts{}    an intent whose call waited for the sync
 *     c  requestId  ending{}                     how the call of an intent ended; the facts stand in the intent
 *     r  record{}                                a call that had no intent, whole
 *     e  event{}                                 an event, whole
 *
 * Everything is written by hand, field by field: in one order, cheaply, and nothing that the record's type does not
 * name can slip in.
 */
export const tag = { intent: 'i', syncedIntent: 'I', ending: 'c', record: 'r', event: 'e' } as const;

export function intentLine(intent: Intent, sync: boolean): string {
  return `${sync ? tag.syncedIntent : tag.intent}\t${number(intent.takenAt)}\t${quote(intent.requestId)}\t${amounts(intent.taken)}\t${facts(intent)}}`;
}

export function endingLine(record: CallRecord | CallEnding): string {
  return `${tag.ending}\t${quote(record.requestId)}\t{${ending(record)}}`;
}

export function recordLine(record: CallRecord): string {
  return `${tag.record}\t${recordText(facts(record), ending(record), record.taken)}`;
}

export function eventLine({ time, event, detail }: EventRecord): string {
  return `${tag.event}\t{"kind":"event","time":${number(time)},"event":${quote(event)},"detail":${JSON.stringify(detail)}}`;
}

/**
 * The text of a record as it is kept and chained.
 *
 * @param opening the facts, from `{` on, without the closing brace
 * @param rest the members of the ending, without braces
 */
function recordText(opening: string, rest: string, taken: readonly TakenAmount[] | undefined): string {
  const took = taken === undefined || taken.length === 0 ? '' : `,"taken":${amounts(taken)}`;
  return `${opening}${took},${rest}}`;
}

/** The record of a call from the two lines it was written in. All three are JSON text as the lines hold it. */
export function joinRecord(factsText: string, takenText: string, endingText: string): string {
  const took = takenText === '[]' ? '' : `,"taken":${takenText}`;
  return `${factsText.slice(0, -1)}${took},${endingText.slice(1)}`;
}

/** ASCII that JSON writes as it is: nearly all there is. To ask costs a third of what the serializer does. */
const plain = /^[ !#-[\]-~]*$/;
const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));
const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
/**
 * Milliseconds to the microsecond, made of two integers: the digits of a fraction are looked for one by one, and those
 * of one ending would cost as much as the rest of it.
 */
function duration(ms: number): string {
  const us = Math.round(ms * 1_000);
  if (!(us >= 0 && us <= 0x7fffffff)) return number(ms);
  const rest = us % 1_000;
  return rest === 0 ? String(us / 1_000) : `${(us - rest) / 1_000}.${thousandths[rest]}`;
}

const thousandths: readonly string[] = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));

function amounts(taken: readonly TakenAmount[]): string {
  let text = '[';
  for (const { key, family, windowMs, align, cost } of taken) {
    text += `${text === '[' ? '' : ','}{"key":${quote(key)}`;
    if (family !== undefined) text += `,"family":${quote(family)}`;
    text += `,"windowMs":${number(windowMs)},"align":${quote(align)},"cost":${number(cost)}}`;
  }
  return `${text}]`;
}

/** Opens with the brace and the kind, leaves the closing brace to its caller. */
function facts(of: CallFactsRecord): string {
  const { requestId, time, organization, grant, user, session, client, server, method, subject } = of;
  const { argumentKeys, argumentValues, definitionHash, policy, policyVersion, trace, continues } = of;
  let text = `{"kind":"call","requestId":${quote(requestId)},"time":${number(time)},"organization":${quote(organization)}`;
  text += `,"grant":{"id":${quote(grant.id)},"label":${quote(grant.label)}}`;
  if (user !== undefined) text += `,"user":${quote(user)}`;
  if (session !== undefined) text += `,"session":${quote(session)}`;
  if (client !== undefined) text += `,"client":{"name":${quote(client.name)},"version":${quote(client.version)}}`;
  text += `,"server":${quote(server)},"method":${quote(method)}`;
  if (subject !== undefined) text += `,"subject":${quote(subject)}`;
  if (argumentKeys !== undefined) text += `,"argumentKeys":${JSON.stringify(argumentKeys)}`;
  if (argumentValues !== undefined) text += `,"argumentValues":${JSON.stringify(argumentValues)}`;
  if (definitionHash !== undefined) text += `,"definitionHash":${quote(definitionHash)}`;
  if (policy !== undefined) text += `,"policy":${quote(policy)}`;
  if (policyVersion !== undefined) text += `,"policyVersion":${number(policyVersion)}`;
  if (trace !== undefined) text += `,"trace":${quote(trace)}`;
  if (continues !== undefined) text += `,"continues":${quote(continues)}`;
  return text;
}

/** The members without braces; never empty. */
function ending(of: CallRecord | CallEnding): string {
  const { outcome, code, rule, approval, decidedBy, givenBack, interrupted, upstream, ms, bytes } = of;
  const count = of.kind === 'call' ? of.count : undefined;
  let text = `"outcome":${quote(outcome)}`;
  if (code !== undefined) text += `,"code":${quote(code)}`;
  if (rule !== undefined) text += `,"rule":${quote(rule)}`;
  if (approval !== undefined) text += `,"approval":${quote(approval)}`;
  if (decidedBy !== undefined) text += `,"decidedBy":${JSON.stringify(decidedBy)}`;
  if (givenBack) text += ',"givenBack":true';
  if (interrupted) text += ',"interrupted":true';
  if (upstream !== undefined) text += `,"upstream":{"status":${quote(upstream.status)},"ms":${duration(upstream.ms)}}`;
  text += `,"ms":${duration(ms)}`;
  if (bytes !== undefined) text += `,"bytes":{"in":${number(bytes.in)},"out":${number(bytes.out)}}`;
  if (count !== undefined) text += `,"count":${number(count)}`;
  return text;
}

/** The ending of a call whose gateway died before it could say how it ended. */
export const interruptedEnding = '{"outcome":"error","interrupted":true,"upstream":{"status":"unknown","ms":0},"ms":0}';

/** A line, read back. Texts are JSON as it stands in the line. */
export type Line =
  | {
      readonly kind: 'intent';
      readonly requestId: string;
      readonly takenAt: number;
      readonly taken: string;
      readonly facts: string;
    }
  | { readonly kind: 'ending'; readonly requestId: string; readonly ending: string }
  | { readonly kind: 'record'; readonly text: string }
  | { readonly kind: 'event'; readonly text: string };

/** @throws Error when the line is none of those above: its checksum held, so another version wrote it */
export function parseLine(line: string): Line {
  const [head, first = '', second = '', third = '', fourth = ''] = line.split('\t');
  switch (head) {
    case tag.intent:
    case tag.syncedIntent:
      return { kind: 'intent', takenAt: Number(first), requestId: unquoted(second), taken: third, facts: fourth };
    case tag.ending:
      return { kind: 'ending', requestId: unquoted(first), ending: second };
    case tag.record:
      return { kind: 'record', text: first };
    case tag.event:
      return { kind: 'event', text: first };
    default:
      throw new Error('the journal holds a line of a kind that this version does not know');
  }
}

/** @param json a string as `quote` writes it */
function unquoted(json: string): string {
  return json.includes('\\') ? JSON.parse(json) : json.slice(1, -1);
}

/** How nearly every call ends: without a person, and nothing given back. Their members would stand before the last one here. */
const usual = /^\{"outcome":"([a-z_]+)"(?:,"code":"([a-z_]+)")?(?:,"rule":"[^"\\]*")?,"(?:upstream|ms)":/;

/** What the store must know of an ending: read by pattern where it is a usual one, which costs a third of parsing it. */
export function readEnding(text: string): Pick<CallEnding, 'outcome' | 'code' | 'givenBack'> {
  const found = usual.exec(text);
  if (found === null) return JSON.parse(text) as CallEnding;
  const [, outcome, code] = found;
  return { outcome: outcome as Outcome, code: code as Code | undefined };
}
