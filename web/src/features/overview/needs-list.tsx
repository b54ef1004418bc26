import { type ReactNode, useState } from 'react';
import { Button, firstFew, Icon, type IconName, ProblemNote, Section, Skeleton, since } from '../../ui/index.ts';

/** Something that a person should see to. */
export interface Need {
  readonly id: string;
  readonly icon: IconName;
  readonly tone: 'deny' | 'ask' | 'neutral';
  readonly text: ReactNode;
  readonly more?: ReactNode;
  /** Since when, ms since the epoch. */
  readonly at?: number;
}

const colours = { deny: 'text-deny', ask: 'text-ask', neutral: 'text-ink-3' } as const;

/** How many are seen at first: a hundred servers behind one broken network must not push the rest off the screen. */
const most = 8;

/** One of the lists that the needs are found in, which has not been read. */
interface Unread {
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/**
 * @param props.needs the gravest first
 * @param props.unread where further needs may stand: nobody is told that nothing waits before all of it was read
 */
export function NeedsList({
  needs,
  now,
  unread,
}: {
  readonly needs: readonly Need[];
  readonly now: number;
  readonly unread: readonly Unread[];
}) {
  const failed = unread.filter(({ isError }) => isError);
  const [all, setAll] = useState(false);
  const shown = all ? needs : firstFew(needs, most);
  return (
    <Section title="Needs you">
      {failed[0] !== undefined && (
        <div className="mb-3">
          <ProblemNote
            problem={failed[0].error}
            onRetry={() => {
              for (const one of failed) void one.refetch();
            }}
          />
        </div>
      )}
      {needs.length === 0 && unread.length > 0 ? (
        failed.length === 0 && <Skeleton rows={1} />
      ) : needs.length === 0 ? (
        <p className="flex items-center gap-2 rounded-lg border border-line bg-surface px-4 py-3 text-ink-2">
          <Icon name="check" className="text-allow" /> Nothing waits for anybody.
        </p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
          {shown.map((need) => (
            <li key={need.id} className="flex items-center gap-3 px-4 py-2.5">
              <Icon name={need.icon} className={colours[need.tone]} />
              <span className="min-w-0 flex-1">{need.text}</span>
              {need.more}
              {need.at !== undefined && <span className="text-xs text-ink-3">{since(need.at, now)}</span>}
            </li>
          ))}
        </ul>
      )}
      {shown.length < needs.length && (
        <Button small look="quiet" className="mt-2" onClick={() => setAll(true)}>
          Show {needs.length - shown.length} more
        </Button>
      )}
    </Section>
  );
}
