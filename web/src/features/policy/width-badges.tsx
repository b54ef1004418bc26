import type { Output } from '../../api/call.ts';
import { Badge } from '../../ui/index.ts';

/** Whether more calls pass, or fewer, and how sure that is. */
export function WidthBadges({ found }: { readonly found: Output<'policy.compare'> }) {
  const { widening, narrowing, proven } = found;
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {widening && (
        <Badge tone="ask" icon="warning">
          wider
        </Badge>
      )}
      {narrowing && <Badge tone="limit">narrower</Badge>}
      {!widening && !narrowing && <Badge icon="check">neither wider nor narrower</Badge>}
      {proven.widening && (
        <Badge tone="allow" icon="check">
          proven: no other call is wider
        </Badge>
      )}
    </div>
  );
}
