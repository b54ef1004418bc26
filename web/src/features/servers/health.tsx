import { Badge } from '../../ui/index.ts';

/** How a server is, as the gateway last saw it; that somebody stopped it weighs more. */
export function Health({
  health,
  stopped,
}: {
  readonly health: { readonly state: string; readonly detail?: string | undefined } | null;
  readonly stopped?: boolean;
}) {
  if (stopped === true) {
    return (
      <Badge tone="deny" icon="stop">
        stopped
      </Badge>
    );
  }
  if (health === null) return <Badge icon="stop">not in force</Badge>;
  const word =
    health.state === 'up' ? (
      <Badge tone="allow" icon="check">
        up
      </Badge>
    ) : health.state === 'down' ? (
      <Badge tone="deny" icon="warning">
        down
      </Badge>
    ) : (
      <Badge icon="clock">not asked yet</Badge>
    );
  return <span title={health.detail}>{word}</span>;
}
