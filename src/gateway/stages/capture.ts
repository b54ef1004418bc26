import { auditValues } from '../../policy/index.ts';
import { textAt } from '../../protocol/index.ts';
import type { Ports } from '../ports.ts';
import { riskOf } from './judge.ts';
import type { Resolved } from './resolve.ts';

/**
 * Beside the way down: what was judged is handed to the capture, where an operator asks for it. Once a call, however it
 * ended and however often it was judged. The span is the one that was judged and forwarded. It never throws: a call that
 * has its answer does not fail for this.
 */
export function capture(resolved: Resolved, { captures, telemetry }: Pick<Ports, 'captures' | 'telemetry'>): void {
  const { call, tool } = resolved;
  if (tool === undefined || call.subject.kind !== 'tool') return;
  const { grant, user } = call.grant.principal;
  try {
    const level = captures.levelFor(grant, call.session.slug);
    if (level === 'off') return;
    const span = call.message.params.get('arguments');
    const whole = level === 'full';
    const policy = call.access.policy?.policy;
    captures.keep({
      requestId: call.requestId,
      time: call.time,
      grant: { id: grant.id, label: grant.label },
      server: call.session.slug,
      tool: call.subject.name,
      arguments: whole ? (span === undefined ? '{}' : textAt(call.message.bytes, span)) : undefined,
      rest: {
        values: whole || policy === undefined ? undefined : Object.fromEntries(auditValues(policy, resolved.arguments)),
        facts: { ...riskOf(resolved), annotations: { ...tool.annotations } },
        tags: Object.fromEntries(grant.tags),
        user: user && { email: user.email ?? null, groups: user.groups },
      },
    });
  } catch (error) {
    telemetry.warn('a call could not be captured', { requestId: call.requestId, error });
  }
}
