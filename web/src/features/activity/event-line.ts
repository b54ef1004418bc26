import { counted, moment } from '../../ui/format.ts';
import { eventTitles } from './event-titles.ts';

/** One event in a line. */
export interface EventLine {
  /** As it is on the record. */
  readonly name: string;
  readonly title: string;
  /** Of what: names and numbers, ids left out where there is anything else to say. */
  readonly about: string;
  /** Who did it, as far as it is known. */
  readonly by: string;
  readonly time: number;
}

/** An id, or a digest: told apart by machines alone. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(value);
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Who has no name: whoever is not there any more, and what nobody did. */
const nameless: ReadonlyMap<unknown, string> = new Map([
  ['user', 'a former member'],
  ['api_key', 'a former API key'],
  ['system', 'the gateway'],
]);

/**
 * Reads a record of the admin log; whatever it does not say is said to be unknown.
 *
 * @param by what the one is called who did it, as the gateway knows them
 */
export function eventLine(record: Readonly<Record<string, unknown>>, by: string | null): EventLine {
  const { event, time } = record;
  const { actor, address: _address, ...rest } = objectOf(record.detail);
  const facts = Object.entries(rest).filter(
    ([key, value]) => value !== null && value !== '' && !isId(value) && !(key === 'kind' && isNamed(value, rest)),
  );
  const who = objectOf(actor);
  const name = text(event, 'event');
  return {
    name,
    title: eventTitles.get(name) ?? name,
    about: facts.map(([key, value]) => fact(key, value)).join(' · '),
    by:
      by ??
      nameless.get(who.kind) ??
      (who.kind === 'anonymous' ? text(rest.email, 'nobody signed in') : text(who.kind, 'the gateway')),
    time: typeof time === 'number' ? time : 0,
  };
}

/** Of which kind it is that was stopped is said by what is named: a grant, a server, a tool. */
const isNamed = (kind: unknown, rest: Readonly<Record<string, unknown>>): boolean =>
  typeof kind === 'string' && (typeof rest[kind] === 'string' || typeof rest[`${kind}_name`] === 'string');

function fact(key: string, value: unknown): string {
  if (key === 'kind' && value === 'all') return 'everything';
  return `${named(key)} ${worded(key, value)}`.trimEnd();
}

/** Where the name on the record is not what people say, or what is said of it stands in its value. */
const names: ReadonlyMap<string, string> = new Map([
  ['grant_name', 'grant'],
  ['overlapUntil', 'both tokens until'],
  ['retentionMs', 'kept'],
  ['twoPerson', 'two persons'],
  ['url', 'URL'],
]);

/** `expiresAt` is a word of programs: `expires`. */
function named(key: string): string {
  const words = key.replace(/(?<=.)At$/, '');
  return names.get(key) ?? words.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const minute = 60_000;
const spans = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;

/** In the largest unit that says it whole. */
function lasting(ms: number): string {
  const [unit, length] = spans.find(([, each]) => ms >= each && ms % each === 0) ?? ['second', 1_000];
  return counted(ms / length, unit);
}

/** As people write it. Times and spans are known by how their names end. */
function worded(key: string, value: unknown): string {
  if (typeof value === 'number' && /(?:At|Until)$/.test(key)) return moment(value);
  if (typeof value === 'number' && key.endsWith('Ms')) return `for ${lasting(value)}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((each) => worded('', each)).join(', ');
  if (value === null || value === undefined) return 'none';
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const parts = Object.entries(value).map(([name, each]) => `${named(name)}: ${worded(name, each)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
