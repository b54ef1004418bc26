import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import {
  Answered,
  Badge,
  Button,
  clock,
  counted,
  cx,
  Empty,
  Icon,
  isTyping,
  Page,
  Segmented,
  Severity,
  since,
  toast,
} from '../../ui/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { ApprovalDetail } from './approval-detail.tsx';
import { NotifyMe } from './notify-me.tsx';

type Shown = 'pending' | 'approved' | 'denied' | 'expired' | 'consumed';

/** Calls that wait for people: the list on one side, one call whole on the other. */
export function ApprovalsPage() {
  const { approval: id } = useParams({ strict: false }) as { approval?: string };
  const navigate = useNavigate();
  const [state, setState] = useState<Shown>('pending');
  const { items, query, more } = usePages('approval.list', { state }, { refetchMs: 2_000 });
  const now = useNow();
  const open = (next: string): void => void navigate({ to: '/approvals/$approval', params: { approval: next } });

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0) return;
      const at = items.findIndex((one) => one.id === id);
      const next = items[Math.max(0, at + step)];
      if (next !== undefined) void navigate({ to: '/approvals/$approval', params: { approval: next.id } });
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [items, id, navigate]);

  return (
    <Page
      wide
      title="Approvals"
      lead="Calls that wait for a person. Nothing is sent to the server before somebody agrees."
      actions={
        <>
          <NotifyMe />
          <Segmented<Shown>
            label="State"
            value={state}
            options={[
              { value: 'pending', label: 'Waiting' },
              { value: 'approved', label: 'Approved' },
              { value: 'consumed', label: 'Used' },
              { value: 'denied', label: 'Denied' },
              { value: 'expired', label: 'Expired' },
            ]}
            onChange={setState}
          />
        </>
      }
    >
      <div className={cx('grid gap-5', id !== undefined && 'lg:grid-cols-[22rem_minmax(0,1fr)]')}>
        <div className={cx('min-w-0', id !== undefined && 'max-lg:hidden')}>
          <Answered query={query}>
            {items.length === 0 ? (
              <Empty icon="approvals" title={state === 'pending' ? 'Nothing waits for you' : 'There is none'}>
                {state === 'pending'
                  ? 'Where a policy says “Ask a human”, the call is held here until somebody agrees, with everything that they must know before they do.'
                  : 'Calls that asked for a person end here.'}
              </Empty>
            ) : (
              <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
                {items.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      aria-current={one.id === id}
                      onClick={() => open(one.id)}
                      className={cx(
                        'flex w-full items-center gap-3 px-4 py-2.5 text-left hover:bg-hover',
                        one.id === id && 'bg-accent-soft',
                      )}
                    >
                      <Severity severity={one.risk.severity} bare />
                      <span className="min-w-0 flex-1">
                        <span className="foreign block truncate font-mono text-xs font-medium">{one.subject.name}</span>
                        <span className="block truncate text-2xs text-ink-2">
                          {one.grant.label} → {one.server}
                        </span>
                      </span>
                      <span className="text-right text-2xs text-ink-2">
                        <span className="block">{since(one.askedAt, now)}</span>
                        {one.state === 'pending' && (
                          <span className="block text-ask">ends {since(one.expiresAt, now)}</span>
                        )}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Answered>
          {query.hasNextPage && (
            <Button look="quiet" small className="mt-2" onClick={more}>
              Older ones
            </Button>
          )}
          {id === undefined && <Exceptions />}
        </div>
        {id !== undefined && (
          <div className="min-w-0">
            <Button small look="quiet" className="mb-2 lg:hidden" onClick={() => void navigate({ to: '/approvals' })}>
              <Icon name="chevron" className="rotate-180" /> All
            </Button>
            <ApprovalDetail key={id} id={id} />
          </div>
        )}
      </div>
    </Page>
  );
}

/** What need not ask for a while. */
function Exceptions() {
  const { items } = usePages('approval_exception.list', { open: 'true' }, { refetchMs: 10_000 });
  const may = useMay('approvals:decide');
  const end = useChange('approval_exception.revoke', () => toast('It asks again from the next call on.'));
  if (items.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-base font-semibold">Need not ask for a while</h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
            <span className="min-w-0 flex-1 basis-60">
              <code className="foreign block truncate text-xs font-medium">{one.subject}</code>
              <span className="block text-2xs text-ink-2">
                {one.grant.label} → {one.server},{' '}
                {one.arguments === 'any' ? (
                  'whatever the arguments are'
                ) : (
                  <>
                    with{' '}
                    <Link to="/approvals/$approval" params={{ approval: one.approval }} className="link">
                      these arguments
                    </Link>{' '}
                    only
                  </>
                )}
                {one.uses !== null && `, ${counted(one.uses - one.used, 'time')} more`}
              </span>
            </span>
            <Badge tone="ask" icon="clock">
              until {clock(one.expiresAt)}
            </Badge>
            {may && (
              <Button small onClick={() => end.mutate({ id: one.id })}>
                End it
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
