import type { CallRecord } from '../../audit/index.ts';
import { fromRecord, type NotJudged, NotKept, type RecordedCall, type RecordedEnd } from '../../lab/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, textAt, valueAt } from '../../protocol/index.ts';
import { CommandError } from '../io.ts';
import type { Line } from './json-lines.ts';
import { InputError, readInput, scanLine } from './policy-input.ts';

const keys = ['call', 'outcome', 'code', 'rule', 'ms'];

/**
 * One line of recorded calls: a line of `toolgate audit export`, or a captured call,
 * `{"call": {…as for policy judge}, "outcome"?, "code"?, "rule"?, "ms"?}`. A captured call whose outcome is not said
 * went through.
 *
 * @throws CommandError for anything else
 */
export function callOfLine({ bytes, number }: Line, file: string): RecordedCall | NotJudged {
  const wrong = (what: string): CommandError =>
    new CommandError(`${file === '-' ? 'standard input' : file}:${number}: ${what}`);
  const found = scanLine(bytes);
  if (found.kind === 'offence') throw wrong(`expected JSON: ${found.message}`);
  if (found.root === undefined) throw wrong('expected an object');
  const { members } = found.root;
  const record = members.get('record');
  if (record !== undefined) return audited(valueAt(bytes, record), wrong);
  const call = members.get('call');
  if (call === undefined) throw wrong('expected a line of `toolgate audit export`, or an object with "call"');
  const unknown = [...members.keys()].find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw wrong(`expected one of the keys ${keys.join(', ')}, found ${JSON.stringify(unknown)}`);
  const said = (key: string): JsonValue | undefined => {
    const span = members.get(key);
    return span && valueAt(bytes, span);
  };
  return captured(textAt(bytes, call), said, `line ${number}`, wrong);
}

function audited(record: JsonValue, wrong: (what: string) => CommandError): RecordedCall | NotJudged {
  if (!isJsonObject(record)) throw wrong('expected an object as "record"');
  if (record.kind === 'event') return { kind: 'not-judged', why: 'event' };
  if (!isCallRecord(record)) throw wrong('expected the record of a call');
  return fromRecord(record as unknown as CallRecord);
}

/** What is read of a record is there; the rest of its shape is the exporter's word. */
function isCallRecord(record: JsonObject): boolean {
  const texts = ['requestId', 'server', 'method', 'outcome', 'organization'];
  const { grant, argumentKeys = [], argumentValues = {}, time, ms } = record;
  return (
    texts.every((key) => typeof record[key] === 'string') &&
    [time, ms].every((value) => typeof value === 'number') &&
    isJsonObject(grant) &&
    typeof grant.id === 'string' &&
    typeof grant.label === 'string' &&
    isJsonObject(argumentValues) &&
    Array.isArray(argumentKeys) &&
    argumentKeys.every((key) => typeof key === 'string')
  );
}

const outcomes = ['allow', 'deny', 'hold', 'hidden', 'would_deny', 'would_hold'] as const;

function captured(
  call: string,
  said: (key: string) => JsonValue | undefined,
  source: string,
  wrong: (what: string) => CommandError,
): RecordedCall | NotJudged {
  const outcome = outcomes.find((known) => known === (said('outcome') ?? 'allow'));
  if (outcome === undefined) throw wrong(`expected one of ${outcomes.join(', ')} as "outcome"`);
  const ms = said('ms') ?? 0;
  if (typeof ms !== 'number' || ms < 0) throw wrong('expected a number of milliseconds as "ms"');
  const [code, rule] = [said('code') ?? null, said('rule') ?? null];
  if ((code !== null && typeof code !== 'string') || (rule !== null && typeof rule !== 'string')) {
    throw wrong('expected strings as "code" and "rule"');
  }
  const input = inputOf(call, wrong);
  if (input.refused !== undefined) return { kind: 'not-judged', why: input.refused, context: input.context };
  const was = { outcome, code, rule } as RecordedEnd;
  return {
    kind: 'call',
    call: input.call,
    context: input.context,
    notKept: new NotKept(),
    was,
    ms,
    givenBack: false,
    source,
  };
}

function inputOf(
  call: string,
  wrong: (what: string) => CommandError,
): NonNullable<ReturnType<typeof readInput>['call']> {
  try {
    const input = readInput(Buffer.from(`{"call":${call}}`)).call;
    if (input !== undefined) return input;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw wrong(`expected ${error.expected}${error.pointer && ` at ${error.pointer}`}, found ${error.found}`);
  }
  throw wrong('expected a call');
}
