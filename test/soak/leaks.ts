import type { SoakReport } from './soak.ts';

/** Connections that are kept for the next request come and go. */
const connectionsKept = 24;
/** A session that was ended is remembered by a digest, so that its id opens nothing again: a hundred bytes or two. */
const heapOfEndedSession = 300;
/** What the heap differs by from one moment to another although nothing was kept. */
const heapNoise = 1.5 * 2 ** 20;
/** The same for what is resident: the allocator gives back what it likes. */
const residentNoiseMb = 40;

/**
 * What is left of clients that have gone.
 *
 * @param cap sessions that may stay, since nobody has said that they are over
 * @returns a line for each kind of leak
 */
export function leaksIn({ before, after, sessions }: SoakReport, cap: number): readonly string[] {
  // Each stream at the server is a connection, and the warm-up need not have opened as many as may stay.
  const connections = connectionsKept + Math.max(0, after.upstreamStreams - before.upstreamStreams);
  const most: readonly (readonly [what: string, seen: number, most: number])[] = [
    ['processes', after.children, 0],
    ['sessions', after.sessions, cap],
    ['sessions at the server', after.upstreamSessions, cap],
    ['streams at the server', after.upstreamStreams, cap],
    ['calls at the server', after.upstreamCalls, 0],
    ['calls in flight', after.callsInFlight, 0],
    ['descriptors', after.descriptors, before.descriptors + connections],
    ['heap', after.heap, before.heap + heapNoise + sessions * heapOfEndedSession],
    ['resident memory', after.residentMb, before.residentMb + residentNoiseMb],
  ];
  // What cannot be read is no proof that nothing leaks.
  return most.filter(([, seen, limit]) => !(seen <= limit)).map(([what, seen, limit]) => `${what}: ${seen} > ${limit}`);
}
