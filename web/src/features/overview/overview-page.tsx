import { type ReactNode, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { useMay, useSession } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { Button, Page, Stat, Stats } from '../../ui/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { StopDialog } from '../stops/stop-dialog.tsx';
import { useStops } from '../stops/use-stops.ts';
import { FirstCallLink } from '../welcome/first-call-link.tsx';
import { Changes } from './changes.tsx';
import { NeedsList } from './needs-list.tsx';
import { needsOf } from './needs-of.tsx';
import { ServerCards } from './server-cards.tsx';
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
  const needs = needsOf(
    {
      stops,
      approvals: approvals.items,
      definitions: waiting.items,
      down,
      toxic: inventory.items.filter(({ toxicFlow }) => toxicFlow),
      expiring,
      drafts,
    },
    now,
  );
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
        <FirstCallLink>From nothing to the first governed call in five steps</FirstCallLink>
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
      <ServerCards servers={servers.items} stops={stops} />
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
