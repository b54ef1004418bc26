import { Badge } from '../../ui/index.ts';

/** How far an approval has come. */
export function ApprovalState({ state }: { readonly state: string }) {
  switch (state) {
    case 'pending':
      return (
        <Badge tone="ask" icon="clock">
          waiting
        </Badge>
      );
    case 'approved':
      return (
        <Badge tone="allow" icon="check">
          approved
        </Badge>
      );
    case 'consumed':
      return (
        <Badge tone="allow" icon="check">
          approved and used
        </Badge>
      );
    case 'denied':
      return (
        <Badge tone="deny" icon="close">
          denied
        </Badge>
      );
    default:
      return <Badge icon="clock">{state}</Badge>;
  }
}
