import { Badge } from '../../ui/index.ts';

/** How a server is, as the gateway last saw it. */
export function Health({
  health,
}: {
  readonly health: { readonly state: string; readonly detail?: string | undefined } | null;
}) {
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
