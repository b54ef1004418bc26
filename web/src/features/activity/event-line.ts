import { moment } from '../../ui/index.ts';
import { eventTitles } from './event-titles.ts';

/** One event in a line. */
export interface EventLine {
  /** As it is on the record. */
  readonly name: string;
  readonly title: string;
  /** Of what: names and numbers, ids left out where there is anything else to say. */
  readonly about: string;
  /** Who did it, as far as the record says. */
  readonly by: string;
  readonly time: number;
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Reads a record of the admin log; whatever it does not say is said to be unknown. */
export function eventLine(record: Readonly<Record<string, unknown>>): EventLine {
  const { event, time } = record;
  const { actor, address: _address, ...rest } = objectOf(record.detail);
  const facts = Object.entries(rest).filter(([, value]) => value !== null && value !== '' && !isId(value));
  const who = objectOf(actor);
  const name = text(event, 'event');
  return {
    name,
    title: eventTitles.get(name) ?? name,
    about: facts.map(([key, value]) => `${key} ${worded(key, value)}`).join(' · '),
    by: text(who.name, who.kind === 'anonymous' ? text(rest.email, 'nobody signed in') : text(who.kind, 'the gateway')),
    time: typeof time === 'number' ? time : 0,
  };
}

/** Times are written as times: their names end so. */
function worded(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && /(?:At|Until)$/.test(key) ? moment(value) : JSON.stringify(value);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
