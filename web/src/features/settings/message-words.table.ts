/** Every type of message that a channel may ask for, in words. */
export const messageWords = [
  ['approval.waiting', 'A call that waits for a person'],
  ['definitions.waiting', 'Tools that are new or changed'],
  ['denials.spike', 'Many denials of one grant'],
  ['grant.expiring', 'A grant that ends soon'],
  ['chain.broken', 'A record that was tampered with'],
  ['kill.set', 'Something was stopped'],
  ['kill.lifted', 'A stop was lifted'],
  ['message.received', 'A message from the catalogue’s pages'],
] as const;

/** What only collectors of OpenTelemetry are told of. */
export const recordWords = [
  ['records.calls', 'Every call, as a record'],
  ['records.events', 'Every change, as a record'],
  ['records.spans', 'Every call, as a span of its trace'],
] as const;

const words: ReadonlyMap<string, string> = new Map([...messageWords, ...recordWords, ['test', 'A test'] as const]);

/** A type of message in words; of one that this page does not know, its name. */
export const messageWord = (type: string): string => words.get(type) ?? type;
