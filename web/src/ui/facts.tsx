import { createContext, type ReactNode, use } from 'react';
import { cx } from './cx.ts';

/** How they are laid out, as classes of the list, of one of them, of its name and of what it is. */
const looks = {
  /** Each below its name, some in a row. */
  grid: ['grid gap-x-6 gap-y-2.5 text-xs sm:grid-cols-2', '', 'text-ink-3', ''],
  /** Each beside its name. */
  lines: ['space-y-1.5 text-xs', 'flex gap-3', 'w-24 shrink-0 text-ink-3', 'flex-1'],
  /** The same as a card of rows. */
  rows: [
    'divide-y divide-line rounded-lg border border-line bg-surface shadow-card',
    'flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2.5',
    'w-44 shrink-0 text-ink-2',
    'flex-1',
  ],
} as const;

const Look = createContext<keyof typeof looks>('lines');

/** What is known of something: names, and what each is. */
export function Facts(props: {
  readonly look: keyof typeof looks;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { look, className, children } = props;
  return (
    <Look value={look}>
      <dl className={cx(looks[look][0], className)}>{children}</dl>
    </Look>
  );
}

/** One of them. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const [, one, term, what] = looks[use(Look)];
  return (
    <div className={cx('min-w-0', one)}>
      <dt className={term}>{name}</dt>
      <dd className={cx('foreign min-w-0', what)}>{children}</dd>
    </div>
  );
}
