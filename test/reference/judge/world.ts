import type { CallContext, ToolCall } from '../../../src/policy/index.ts';
import type { JsonObject } from '../../../src/protocol/index.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Section 2, Paths: everything a condition may look at, as one JSON value, so that one way of following paths serves all. */
export function worldOf(call: ToolCall, context: CallContext, timezone: string | undefined): JsonObject {
  const { grant, user, session, server } = context;
  return {
    args: call.arguments,
    grant: { label: grant.label, tags: Object.fromEntries(grant.tags) },
    ...(user && { user: { groups: user.groups, ...(user.email !== undefined && { email: user.email }) } }),
    ...(session !== undefined && { session: { id: session } }),
    server: { slug: server },
    tool: {
      name: call.name,
      category: call.facts.category,
      severity: call.facts.severity,
      annotations: { ...call.facts.annotations },
    },
    time: timeOf(context.now, timezone ?? 'UTC'),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Section 7, Facts: "`time.weekday` is `mon`…`sun`, `time.hour` 0–23". `time.iso` names the moment; its offset does not matter to it. */
function timeOf(now: number, timezone: string): JsonObject {
  const iso = new Date(now).toISOString();
  if (timezone === 'UTC') {
    const date = new Date(now);
    return { hour: date.getUTCHours(), weekday: weekdays[date.getUTCDay()] ?? '', iso };
  }
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23', weekday: 'short' });
  clocks.set(timezone, clock);
  const part = new Map(clock.formatToParts(now).map(({ type, value }) => [type, value]));
  return { hour: Number(part.get('hour')), weekday: (part.get('weekday') ?? '').toLowerCase(), iso };
}
