import { type ReactNode, useState } from 'react';
import { Button, firstFew, Icon, type IconName, Section, since } from '../../ui/index.ts';

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

/** @param needs the gravest first */
export function NeedsList({ needs, now }: { readonly needs: readonly Need[]; readonly now: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? needs : firstFew(needs, most);
  return (
    <Section title="Needs you">
      {needs.length === 0 ? (
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
