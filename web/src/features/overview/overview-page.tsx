import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { useMay, useSession } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { Badge, Button, Icon, Page, Section, Severity, Stat, Stats, since } from '../../ui/index.ts';
import { useNow } from '../approvals/use-now.ts';
import { Health } from '../servers/health.tsx';
import { LiftButton } from '../stops/lift-button.tsx';
import { StopDialog } from '../stops/stop-dialog.tsx';
import { stopsServer, useStops } from '../stops/use-stops.ts';
import { Changes } from './changes.tsx';
import { type Need, NeedsList } from './needs-list.tsx';
import { Traffic } from './traffic.tsx';

const soonMs = 7 * 86_400_000;
/** As many of each as are looked through; of more it is said that there are more. */
const most = 200;

/** What needs somebody, and how things are: the first thing that is seen. */
export function OverviewPage() {
  const session = useSession();
  const now = useNow(10_000);
  const servers = usePages('server.list', { limit: most }, { refetchMs: 5_000 });
  const policies = usePages('policy.list', { limit: most }, { refetchMs: 15_000 });
  const grants = usePages('grant.list', { limit: most }, { refetchMs: 15_000 });
  const approvals = usePages('approval.list', { state: 'pending', limit: most }, { refetchMs: 2_000 });
  const waiting = usePages('definition.list', { state: 'waiting' }, { refetchMs: 5_000 });
  const stops = useStops();
  const kills = useMay('kill:write');
  const [stopping, setStopping] = useState(false);
  const writes = useMay('servers:write');
  const sees = useMay('calls:read');
  const events = useMay('events:read');
  const inventory = usePages('inventory.list', { limit: 200 }, { refetchMs: 30_000 });

  const down = servers.items.filter(({ health }) => health?.state === 'down');
  const expiring = grants.items.filter(({ expiresAt }) => expiresAt !== null && expiresAt - now < soonMs);
  const drafts = policies.items.filter(({ origin, activeVersion }) => origin === 'stored' && activeVersion === null);
  const needs: readonly Need[] = [
    ...stops.map(
      (stop): Need => ({
        id: stop.id,
        icon: 'stop',
        tone: 'deny',
        text: (
          <span className="foreign">
            <span className="line-clamp-3">Stopped: {stop.target}</span>
            {stop.reason !== null && <span className="line-clamp-3 text-xs text-ink-2">{stop.reason}</span>}
          </span>
        ),
        more: <LiftButton stop={stop} />,
        at: stop.since,
      }),
    ),
    ...approvals.items.map(
      (one): Need => ({
        id: one.id,
        icon: 'approvals',
        tone: 'ask',
        text: (
          <Link to="/approvals/$approval" params={{ approval: one.id }} className="hover:underline">
            <strong className="font-medium">{one.grant.label}</strong> wants to call{' '}
            <code className="foreign">{one.subject.name}</code>
          </Link>
        ),
        more: <Severity severity={one.risk.severity} />,
        at: one.askedAt,
      }),
    ),
    ...waiting.items.map(
      (one): Need => ({
        id: one.id,
        icon: 'pin',
        tone: 'ask',
        text: (
          <Link to="/servers/$server" params={{ server: one.server }} className="hover:underline">
            The definition of <code className="foreign">{one.tool}</code> on {one.server} is {one.change ?? 'new'}, and
            quarantined
          </Link>
        ),
        at: one.seenAt,
      }),
    ),
    ...down.map(
      (server): Need => ({
        id: server.slug,
        icon: 'warning',
        tone: 'deny',
        text: (
          <Link to="/servers/$server" params={{ server: server.slug }} className="hover:underline">
            {server.name} does not answer
          </Link>
        ),
      }),
    ),
    ...inventory.items
      .filter(({ toxicFlow }) => toxicFlow)
      .map(
        (one): Need => ({
          id: `toxic-${one.grant}`,
          icon: 'warning',
          tone: 'ask',
          text: (
            <Link to="/grants" search={{ grant: one.label }} className="hover:underline">
              <strong className="font-medium">{one.label}</strong> reads strangers’ text and private data, and has a way
              out
            </Link>
          ),
        }),
      ),
    ...expiring.map(
      (grant): Need => ({
        id: grant.id,
        icon: 'grants',
        tone: 'ask',
        text: (
          <Link to="/grants" search={{ grant: grant.label }} className="hover:underline">
            The grant {grant.label} ends {since(grant.expiresAt ?? 0, now)}
          </Link>
        ),
      }),
    ),
    ...drafts.map(
      (policy): Need => ({
        id: policy.name,
        icon: 'policies',
        tone: 'neutral',
        text: (
          <Link to="/policies/$policy" params={{ policy: policy.name }} className="hover:underline">
            The policy {policy.name} is a draft, and in force nowhere
          </Link>
        ),
      }),
    ),
  ];
  // What is not known is not nothing.
  const unread = [servers, policies, grants, approvals, waiting, inventory]
    .map(({ query }) => query)
    // What is not for this role is no need of theirs.
    .filter(({ isSuccess, error }) => !isSuccess && !(error instanceof Problem && error.status === 403));
  const first = usePages('call.list', { limit: 1 });
  const started =
    first.items.length > 0 || grants.items.some(({ origin, lastUsedAt }) => origin === 'stored' || lastUsedAt !== null);
  const name = session.state === 'signed-in' ? session.user.name : '';
  return (
    <Page
      title="Overview"
      lead={name === '' ? undefined : `Hello, ${name}.`}
      actions={
        kills && (
          <Button icon="stop" onClick={() => setStopping(true)}>
            Stop everything…
          </Button>
        )
      }
    >
      {stopping && <StopDialog target={{ all: true }} what="everything" onClose={() => setStopping(false)} />}
      {writes && !started && grants.query.isSuccess && first.query.isSuccess && (
        <Link
          to="/welcome"
          className="mb-6 flex items-center gap-3 rounded-lg border border-accent/30 bg-accent-soft px-4 py-3 text-accent hover:border-accent"
        >
          <Icon name="play" />
          <span className="flex-1 font-medium">From nothing to the first governed call in five steps</span>
          <Icon name="chevron" />
        </Link>
      )}
      <Stats>
        <Stat
          label="Approvals waiting"
          value={count(approvals)}
          {...(approvals.items.length > 0 ? { tone: 'ask' as const } : {})}
        />
        <Stat label="Servers" value={count(servers)} hint={down.length > 0 ? `${down.length} down` : undefined} />
        <Stat label="Grants in force" value={count(grants)} />
        <Stat label="Policies in force" value={count(policies, policies.items.length - drafts.length)} />
      </Stats>
      <NeedsList needs={needs} now={now} unread={unread} />
      {sees && <Traffic />}
      {events && <Changes now={now} />}
      <Section title="Servers">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {servers.items.slice(0, 12).map((server) => (
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
    </Page>
  );
}

/** @param found of those that were read */
function count(
  {
    items,
    query,
  }: {
    readonly items: readonly unknown[];
    readonly query: { readonly isSuccess: boolean; readonly hasNextPage: boolean };
  },
  found = items.length,
): ReactNode {
  if (!query.isSuccess) return '–';
  return query.hasNextPage ? `${found}+` : found;
}
