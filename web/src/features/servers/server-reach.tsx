import { Link } from '@tanstack/react-router';
import { type Pages, usePages } from '../../api/use-pages.ts';
import { Badge, Card, Outcome, ProblemNote, Section, Skeleton, since } from '../../ui/index.ts';
import { callOf } from '../activity/call-record.ts';

/** Who reaches a server, under what, and what they called last. */
export function ServerReach({ slug, now }: { readonly slug: string; readonly now: number }) {
  const grants = usePages('grant.list', { server: slug, limit: 50 });
  const calls = usePages('call.list', { server: slug, limit: 8 }, { refetchMs: 5_000 });
  return (
    <div className="grid gap-x-6 lg:grid-cols-2">
      <Section
        title="Grants and their policies"
        actions={
          <Link to="/grants/matrix" search={{ server: slug }} className="text-xs text-accent hover:underline">
            As a matrix
          </Link>
        }
      >
        <Unread query={grants.query} />
        {grants.query.isSuccess && (
          <Card>
            {grants.items.length === 0 ? (
              <p className="px-4 py-3 text-ink-2">No grant opens it: nobody can call it.</p>
            ) : (
              <ul className="max-h-80 divide-y divide-line overflow-y-auto">
                {grants.items.map(({ id, label, servers, origin }) => (
                  <li key={id} className="flex items-center gap-3 px-4 py-2">
                    <Link
                      to="/grants"
                      search={{ grant: label }}
                      className="foreign min-w-0 flex-1 truncate hover:underline"
                    >
                      {label}
                    </Link>
                    {origin === 'file' && <span className="text-2xs text-ink-3">declared in the file</span>}
                    <Link
                      to="/policies/$policy"
                      params={{ policy: servers[slug] ?? '' }}
                      search={{ server: slug }}
                      className="max-w-1/2 min-w-0"
                    >
                      <Badge icon="policies">{servers[slug]}</Badge>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        )}
      </Section>
      <Section
        title="Last calls"
        actions={
          <Link to="/activity" search={{ server: slug }} className="text-xs text-accent hover:underline">
            All its calls
          </Link>
        }
      >
        <Unread query={calls.query} />
        {calls.query.isSuccess && (
          <Card>
            {calls.items.length === 0 ? (
              <p className="px-4 py-3 text-ink-2">Nobody has called it yet.</p>
            ) : (
              <ul className="divide-y divide-line">
                {calls.items
                  .slice(0, 8)
                  .map(callOf)
                  .map((call) => (
                    <li key={call.id} className="flex items-center gap-3 px-4 py-2">
                      <Link
                        to="/activity"
                        search={{ server: slug, call: call.id }}
                        className="foreign min-w-0 flex-1 truncate font-mono text-xs hover:underline"
                      >
                        {call.subject || call.method}
                      </Link>
                      <span className="foreign max-w-28 truncate text-xs text-ink-2">{call.grant}</span>
                      <Outcome outcome={call.outcome} />
                      <span className="w-14 text-right text-xs text-ink-3">{since(call.time, now)}</span>
                    </li>
                  ))}
              </ul>
            )}
          </Card>
        )}
      </Section>
    </div>
  );
}

/** In the place of a list that has not been read: that there is nothing on it is not known. */
function Unread({ query }: { readonly query: Pages<unknown>['query'] }) {
  if (query.isPending) return <Skeleton rows={2} />;
  return query.isError ? <ProblemNote problem={query.error} onRetry={() => void query.refetch()} /> : null;
}
