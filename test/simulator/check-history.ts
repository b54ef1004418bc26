import type { Happening } from './history.ts';

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>;

/** How long a gateway may go by what is not in force any more, in ms (architecture: `snapshot_stale`). */
const stalenessMs = 5_000;

/**
 * Looks whether a history keeps what is promised, and knows nothing of how.
 *
 * @returns what it breaks, in sentences; none when it keeps all
 */
export function checkHistory(history: readonly Happening[]): string[] {
  return [...overTheLimit(history), ...usedTwice(history), ...outOfDate(history), ...wrongLetters(history)];
}

function only<K extends Happening['kind']>(history: readonly Happening[], ...kinds: readonly K[]): Of<K>[] {
  return history.filter((one): one is Of<K> => kinds.some((kind) => kind === one.kind));
}

/** In no half-open interval as long as the window does what was admitted exceed the maximum (policy language, section 4). */
function* overTheLimit(history: readonly Happening[]): Generator<string> {
  const byKey = Map.groupBy(only(history, 'counted'), ({ key }) => key);
  for (const [key, counted] of byKey) {
    const inOrder = counted.toSorted((a, b) => a.at - b.at);
    let [sum, from] = [0, 0];
    for (const { at, cost, windowMs, max } of inOrder) {
      sum += cost;
      for (let first = inOrder[from]; first !== undefined && first.at <= at - windowMs; first = inOrder[from]) {
        sum -= first.cost;
        from += 1;
      }
      if (sum > max) yield `${key}: ${sum} of ${max} within ${windowMs} ms, up to ${at}`;
    }
  }
}

/** One approval lets one call through. One whose call was never sent may be used again. */
function* usedTwice(history: readonly Happening[]): Generator<string> {
  const user = new Map<string, string>();
  for (const one of only(history, 'used', 'given back')) {
    const { approval, call } = one;
    const by = user.get(approval);
    if (one.kind === 'given back') user.delete(approval);
    else if (by !== undefined) yield `the approval ${approval} let ${call} through, and ${by} before`;
    else user.set(approval, call);
  }
}

/**
 * What was acknowledged at a gateway is in force there with the next call, and everywhere once the staleness is over: who
 * cannot know refuses.
 */
function* outOfDate(history: readonly Happening[]): Generator<string> {
  const acknowledged = only(history, 'acknowledged');
  for (const { by, call, policy, judgedAt } of only(history, 'forwarded')) {
    for (const known of acknowledged) {
      const since = judgedAt - known.time;
      if (policy >= known.policy || since <= (known.by === by ? 0 : stalenessMs)) continue;
      yield `${by} judged ${call} by policy ${policy}, ${since} ms after ${known.policy} was acknowledged at ${known.by}`;
    }
  }
}

/** A letter is taken at most once, in the order of its sender, and one that was confirmed was taken. */
function* wrongLetters(history: readonly Happening[]): Generator<string> {
  const places = new Map<string, number>();
  const taken = new Set<string>();
  for (const { letter, address, sender, place } of only(history, 'taken')) {
    if (taken.has(letter)) yield `the letter ${letter} was taken twice`;
    taken.add(letter);
    const way = `${sender} – ${address}`;
    if ((places.get(way) ?? -1) >= place) yield `the letter ${letter} was taken after a later one of ${sender}`;
    places.set(way, place);
  }
  for (const { letter, held } of only(history, 'confirmed')) {
    if (held && !taken.has(letter)) yield `the letter ${letter} was confirmed and never taken`;
  }
}
