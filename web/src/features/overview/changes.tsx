import { Link } from '@tanstack/react-router';
import { usePages } from '../../api/use-pages.ts';
import { Card, Section, since } from '../../ui/index.ts';
import { eventLine } from '../activity/event-line.ts';

/** What operators changed last. */
export function Changes({ now }: { readonly now: number }) {
  const listed = usePages('event.list', { limit: 30 }, { refetchMs: 10_000 });
  // Each change is followed by one of the gateway's own that says no more than that: those of people would be pushed out.
  const items = listed.items.filter(({ record }) => record.event !== 'configuration_applied').slice(0, 6);
  if (items.length === 0) return null;
  return (
    <Section
      title="What changed"
      actions={
        <Link to="/activity" search={{ log: 'changes' }} className="text-xs text-accent hover:underline">
          All changes
        </Link>
      }
    >
      <Card>
        <ul className="divide-y divide-line">
          {items.map(({ id, record, by: whose }) => {
            const { name, title, about, by, time } = eventLine(record, whose);
            return (
              <li key={id} className="flex items-center gap-3 px-4 py-2 text-xs">
                <span className="min-w-0 flex-1 gap-3 sm:flex">
                  <span title={name} className="block w-44 shrink-0 truncate font-medium">
                    {title}
                  </span>
                  <span className="foreign block min-w-0 truncate text-ink-2">{about}</span>
                </span>
                <span className="foreign max-w-32 truncate text-ink-3 max-sm:hidden">{by}</span>
                <span className="w-16 shrink-0 text-right text-ink-3">{since(time, now)}</span>
              </li>
            );
          })}
        </ul>
      </Card>
    </Section>
  );
}
