/** One event in a line. */
export interface EventLine {
  readonly name: string;
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
  return {
    name: text(event, 'event'),
    about: facts
      .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' · '),
    by: text(who.name, text(who.kind, 'the gateway')),
    time: typeof time === 'number' ? time : 0,
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
