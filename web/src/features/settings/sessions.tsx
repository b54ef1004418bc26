import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Badge, Button, moment, Section, since, toast } from '../../ui/index.ts';

/** Where one is signed in, and the end of it. */
export function Sessions() {
  const { items } = usePages('session.list', {});
  const end = useChange('session.end', () => toast('That session has ended.'));
  return (
    <Section title="Where you are signed in">
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map((one) => (
          <div key={one.id} className="flex items-center gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <span className="foreign block truncate text-xs">{one.userAgent}</span>
              <span className="block text-2xs text-ink-3" title={moment(one.createdAt)}>
                {one.address} · used {since(one.lastUsedAt, Date.now())}
              </span>
            </span>
            {one.current ? (
              <Badge tone="accent">this one</Badge>
            ) : (
              <Button small onClick={() => end.mutate({ id: one.id })}>
                End it
              </Button>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}
