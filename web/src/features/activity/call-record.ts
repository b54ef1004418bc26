import type { Output } from '../../api/call.ts';

type Stored = Output<'call.list'>['items'][number];

/** One call on the record, as far as this page reads it. Everything in it was checked to be what it says it is. */
export interface Call {
  readonly id: number;
  readonly writer: string;
  readonly seq: number;
  readonly mac: string;
  readonly time: number;
  readonly requestId: string;
  readonly grant: string;
  readonly server: string;
  readonly method: string;
  readonly subject: string;
  readonly outcome: string;
  readonly code: string;
  readonly rule: string;
  readonly ms: number;
  readonly count: number;
  readonly policy: string;
  readonly policyVersion: number | undefined;
  /** The whole record, for who wants to see it. */
  readonly whole: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const read = new WeakMap<Stored, Call>();

/** Reads a record, each once. */
export function callOf(stored: Stored): Call {
  const known = read.get(stored);
  if (known !== undefined) return known;
  const call = readCall(stored);
  read.set(stored, call);
  return call;
}

function readCall({ id, writer, seq, mac, record }: Stored): Call {
  const { grant } = record;
  const label = typeof grant === 'object' && grant !== null && 'label' in grant ? text(grant.label) : '';
  return {
    id,
    writer,
    seq,
    mac,
    time: amount(record.time) ?? 0,
    requestId: text(record.requestId),
    grant: label,
    server: text(record.server),
    method: text(record.method),
    subject: text(record.subject),
    outcome: text(record.outcome),
    code: text(record.code),
    rule: text(record.rule),
    ms: amount(record.ms) ?? 0,
    count: amount(record.count) ?? 1,
    policy: text(record.policy),
    policyVersion: amount(record.policyVersion),
    whole: record,
  };
}
