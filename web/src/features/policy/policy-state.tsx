import type { Output } from '../../api/call.ts';
import { Badge } from '../../ui/index.ts';

type Policy = Output<'policy.list'>['items'][number];

/** Whether calls are judged by a policy, and whether it refuses any. */
export function PolicyState({ policy }: { readonly policy: Pick<Policy, 'origin' | 'activeVersion' | 'observe'> }) {
  if (policy.origin === 'file') return <Badge>declared in the file</Badge>;
  if (policy.activeVersion === null) return <Badge icon="clock">draft</Badge>;
  return policy.observe ? (
    <Badge tone="ask" icon="eye">
      observing
    </Badge>
  ) : (
    <Badge tone="allow" icon="check">
      in force
    </Badge>
  );
}
