/** A session ends when it was not used for so long … */
export const idleMs = 12 * 60 * 60_000;
/** … and at the latest so long after its beginning. In ms. */
export const absoluteMs = 7 * 24 * 60 * 60_000;
/** How old `used_at` may be before it is written again: not every request is a write. */
export const usedEveryMs = 60_000;

/** Whether a session is over. */
export function isOver(session: { readonly createdAt: number; readonly usedAt: number }, now: number): boolean {
  return now >= session.createdAt + absoluteMs || now >= session.usedAt + idleMs;
}
