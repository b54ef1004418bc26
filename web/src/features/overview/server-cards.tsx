import { Link } from '@tanstack/react-router';
import type { ItemOf } from '../../api/use-pages.ts';
import { Badge, Section } from '../../ui/index.ts';
import { Health } from '../servers/health.tsx';
import { type Stop, stopsServer } from '../stops/use-stops.ts';

/** How many stand on the overview; all of them have a page of their own. */
const most = 12;

/** The first servers, each with how it is. */
export function ServerCards(props: {
  readonly servers: readonly ItemOf<'server.list'>[];
  readonly stops: readonly Stop[];
}) {
  const { servers, stops } = props;
  return (
    <Section title="Servers">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {servers.slice(0, most).map((server) => (
          <Link
            key={server.slug}
            to="/servers/$server"
            params={{ server: server.slug }}
            className="rounded-lg border border-line bg-surface px-4 py-3 shadow-card transition-colors hover:border-line-strong"
          >
            <span className="mb-1.5 flex items-center gap-2">
              <span className="foreign min-w-0 flex-1 truncate font-medium">{server.name}</span>
              <Health health={server.health} stopped={stops.some((stop) => stopsServer(stop, server.slug))} />
            </span>
            <span className="flex items-center gap-2 text-2xs text-ink-3">
              <span className="min-w-0 flex-1 truncate font-mono">{server.url ?? 'a process of this machine'}</span>
              {server.pinned && <Badge icon="pin">pinned</Badge>}
            </span>
          </Link>
        ))}
      </div>
    </Section>
  );
}
