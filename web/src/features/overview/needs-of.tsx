import { Link } from '@tanstack/react-router';
import type { ItemOf } from '../../api/use-pages.ts';
import { Severity, since } from '../../ui/index.ts';
import { LiftButton } from '../stops/lift-button.tsx';
import type { Stop } from '../stops/use-stops.ts';
import type { Need } from './needs-list.tsx';

/** What somebody may have to see to, by what it is. */
export interface Lists {
  readonly stops: readonly Stop[];
  readonly approvals: readonly ItemOf<'approval.list'>[];
  readonly definitions: readonly ItemOf<'definition.list'>[];
  readonly down: readonly ItemOf<'server.list'>[];
  /** Grants whose tools together can carry private data out. */
  readonly toxic: readonly ItemOf<'inventory.list'>[];
  readonly expiring: readonly ItemOf<'grant.list'>[];
  readonly drafts: readonly ItemOf<'policy.list'>[];
}

/** The same in one list, the gravest first. */
export function needsOf(lists: Lists, now: number): readonly Need[] {
  return [
    ...lists.stops.map(
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
    ...lists.approvals.map(
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
    ...lists.definitions.map(
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
    ...lists.down.map(
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
    ...lists.toxic.map(
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
    ...lists.expiring.map(
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
    ...lists.drafts.map(
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
}
