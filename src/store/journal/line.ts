import type { CallEnding, CallFactsRecord, CallRecord, EventRecord, Intent } from '../../audit/index.ts';
import { jsonName, jsonString } from '../../kernel/index.ts';
import { inOnePiece } from './in-one-piece.ts';
import { jsonNumber } from './json-number.ts';
import { type AlikeFacts, SharedFacts } from './shared-facts.ts';

/**
 * The lines of the journal: a tag, then fields separated by tabs (a tab inside JSON text is always escaped).
 *
 *     i  takenAt  requestId  taken[]  facts{}  alike    an intent whose call went out once it was written
 *     I  takenAt  requestId  taken[]  facts{}  alike    an intent whose call waited for the sync
 *     c  requestId  ending{}                            how the call of an intent ended; the facts stand in the intent
 *     r  record{}                                       a call that had no intent, whole
 *     e  event{}                                        an event, whole
 *
 * `alike` is a number that one process gives to calls which say the same of themselves (`SharedFacts`): where to look
 * first, and nothing that is believed. Lines of before there was one end with the facts.
 *
 * Everything is written by hand, field by field: in one order, cheaply, and nothing that the record's type does not
 * name can slip in.
 */
export const tag = { intent: 'i', syncedIntent: 'I', ending: 'c', record: 'r', event: 'e' } as const;

/** @param shared what earlier calls said, as the same journal remembers it */
export function intentLine(intent: Intent, sync: boolean, shared = new SharedFacts()): string {
  const alike = shared.of(intent);
  const id = jsonString(intent.requestId);
  return `${sync ? tag.syncedIntent : tag.intent}\t${jsonNumber(intent.takenAt)}\t${id}\t${alike.taken(intent.taken)}\t${facts(id, intent, alike)}}\t${alike.number}`;
}

export function endingLine(record: CallRecord | CallEnding): string {
  return `${tag.ending}\t${jsonString(record.requestId)}\t{${ending(record)}}`;
}

/** @param shared as for an intent */
export function recordLine(record: CallRecord, shared = new SharedFacts()): string {
  const alike = shared.of(record);
  const { requestId, taken = [] } = record;
  const took = taken.length === 0 ? '' : `,"taken":${alike.taken(taken)}`;
  return `${tag.record}\t${facts(jsonString(requestId), record, alike)}${took},${ending(record)}}`;
}

export function eventLine({ time, event, detail }: EventRecord): string {
  return `${tag.event}\t{"kind":"event","time":${jsonNumber(time)},"event":${jsonString(event)},"detail":${JSON.stringify(detail)}}`;
}

/** The record of a call from the two lines it was written in. All three are JSON text as the lines hold it. */
export function joinRecord(factsText: string, takenText: string, endingText: string): string {
  const took = takenText === '[]' ? '' : `,"taken":${takenText}`;
  return `${factsText.slice(0, -1)}${took},${endingText.slice(1)}`;
}

/**
 * Milliseconds to the microsecond, made of two integers: the digits of a fraction are looked for one by one, and those
 * of one ending would cost as much as the rest of it.
 */
function duration(ms: number): string {
  const us = Math.round(ms * 1_000);
  if (!(us >= 0 && us <= 0x7fffffff)) return jsonNumber(ms);
  const rest = us % 1_000;
  return rest === 0 ? String(us / 1_000) : `${(us - rest) / 1_000}.${thousandths[rest]}`;
}

const thousandths: readonly string[] = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));

/**
 * Opens with the brace and the kind, leaves the closing brace to its caller.
 *
 * @param id the request's, as JSON
 */
function facts(id: string, of: CallFactsRecord, alike: AlikeFacts): string {
  const { time, argumentKeys, argumentValues, trace, continues } = of;
  let text = `{"kind":"call","requestId":${id},"time":${jsonNumber(time)}${alike.opening}`;
  if (argumentKeys !== undefined) text += alike.argumentKeys(argumentKeys);
  if (argumentValues !== undefined) text += `,"argumentValues":${JSON.stringify(argumentValues)}`;
  text += alike.rest;
  if (trace !== undefined) text += `,"trace":${jsonString(trace)}`;
  if (continues !== undefined) text += `,"continues":${jsonString(continues)}`;
  return text;
}

/** The members without braces; never empty. */
function ending(of: CallRecord | CallEnding): string {
  const { outcome, code, rule, approval, decidedBy, givenBack, interrupted, upstream, ms, bytes } = of;
  const count = of.kind === 'call' ? of.count : undefined;
  let text = `"outcome":${jsonName(outcome)}`;
  if (code !== undefined) text += `,"code":${jsonString(code)}`;
  if (rule !== undefined) text += `,"rule":${jsonString(rule)}`;
  if (approval !== undefined) text += `,"approval":${jsonString(approval)}`;
  if (decidedBy !== undefined) text += `,"decidedBy":${JSON.stringify(decidedBy)}`;
  if (givenBack) text += ',"givenBack":true';
  if (interrupted) text += ',"interrupted":true';
  if (upstream !== undefined)
    text += `,"upstream":{"status":${jsonName(upstream.status)},"ms":${duration(upstream.ms)}}`;
  text += `,"ms":${duration(ms)}`;
  if (bytes !== undefined) text += `,"bytes":{"in":${jsonNumber(bytes.in)},"out":${jsonNumber(bytes.out)}}`;
  if (count !== undefined) text += `,"count":${jsonNumber(count)}`;
  return text;
}

/** The ending of a call whose gateway died before it could say how it ended. */
export const interruptedEnding = '{"outcome":"error","interrupted":true,"upstream":{"status":"unknown","ms":0},"ms":0}';

/** A line, read back. Texts are JSON as it stands in the line. */
export type JournalLine =
  | {
      readonly kind: 'intent';
      readonly requestId: string;
      readonly takenAt: number;
      readonly taken: string;
      readonly facts: string;
      /** Absent in lines of before there was one. */
      readonly alike: number | undefined;
    }
  | { readonly kind: 'ending'; readonly requestId: string; readonly ending: string }
  | { readonly kind: 'record'; readonly text: string }
  | { readonly kind: 'event'; readonly text: string };

/** @throws Error when the line is none of those above: its checksum held, so another version wrote it */
export function parseLine(line: string): JournalLine {
  // Field by field: to split it into an array costs twice as much.
  const first = line.indexOf('\t') + 1;
  switch (line.slice(0, Math.max(0, first - 1))) {
    case tag.intent:
    case tag.syncedIntent: {
      const second = behindTab(line, first);
      const third = behindTab(line, second);
      const fourth = behindTab(line, third);
      const end = line.indexOf('\t', fourth);
      return {
        kind: 'intent',
        takenAt: Number(line.slice(first, second - 1)),
        requestId: unquoted(line.slice(second, third - 1)),
        taken: line.slice(third, fourth - 1),
        facts: line.slice(fourth, end === -1 ? undefined : end),
        alike: end === -1 ? undefined : Number(line.slice(end + 1)),
      };
    }
    case tag.ending: {
      const second = behindTab(line, first);
      return { kind: 'ending', requestId: unquoted(line.slice(first, second - 1)), ending: line.slice(second) };
    }
    case tag.record:
      return { kind: 'record', text: line.slice(first) };
    case tag.event:
      return { kind: 'event', text: line.slice(first) };
    default:
      return unknown();
  }
}

function behindTab(line: string, from: number): number {
  const tab = line.indexOf('\t', from);
  return tab === -1 ? unknown() : tab + 1;
}

function unknown(): never {
  throw new Error('the journal holds a line of a kind that this version does not know');
}

/** @param json a string as `jsonString` writes it */
function unquoted(json: string): string {
  return json.includes('\\') ? JSON.parse(json) : json.slice(1, -1);
}

/** What the store must know of an ending. */
export type ReadEnding = Pick<CallEnding, 'outcome' | 'code' | 'givenBack'>;

/** So many are remembered; then all are forgotten. */
const most = 256;

/** Reads endings. What they say up to how the server answered is mostly what others said, and parsed once. */
export class Endings {
  readonly #known = new Map<string, ReadEnding>();

  read(text: string): ReadEnding {
    // No text within has this unescaped. What the store must know stands before it.
    const end = text.indexOf(',"upstream":');
    if (end === -1) return JSON.parse(text) as CallEnding;
    const opening = text.slice(0, end);
    let ending = this.#known.get(opening);
    if (ending === undefined) {
      ending = JSON.parse(`${opening}}`) as CallEnding;
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(inOnePiece(opening), ending);
    }
    return ending;
  }
}
