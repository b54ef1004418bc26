import type { Members } from '../protocol/index.ts';

/**
 * A member's value as the number or string it is; anything else, and an absent member, is `undefined`.
 *
 * @param bytes the message that the spans of `members` point into
 */
export function readMember(bytes: Buffer, members: Members, key: string): number | string | undefined {
  const span = members.get(key);
  if (span === undefined || span.end - span.start > 1024) return undefined;
  const value: unknown = JSON.parse(bytes.toString('utf8', span.start, span.end));
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
