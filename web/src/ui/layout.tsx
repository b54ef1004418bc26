import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';
import { useTitled } from './page-title.ts';

/** One page: its name, what can be done, its content. */
export function Page(props: {
  readonly title: string;
  /** The title is a name of code. */
  readonly code?: boolean;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  useTitled(props.title);
  return (
    <div className={cx('mx-auto w-full px-4 pt-5 pb-16 sm:px-8', props.wide === true ? 'max-w-none' : 'max-w-6xl')}>
      <header className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1">
          <h1
            className={cx(
              'foreign font-semibold tracking-tight',
              props.code === true ? 'font-mono text-lg' : 'text-xl',
            )}
          >
            {props.title}
          </h1>
          {props.lead !== undefined && <div className="mt-0.5 max-w-2xl text-ink-2">{props.lead}</div>}
        </div>
        {props.actions !== undefined && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

export function Card({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return <div className={cx('rounded-lg border border-line bg-surface shadow-card', className)}>{children}</div>;
}

/** A titled part of a page. */
export function Section(props: {
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={cx('mb-8', props.className)}>
      <div className="mb-2.5 flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold">{props.title}</h2>
          {props.hint !== undefined && <p className="text-xs text-ink-2">{props.hint}</p>}
        </div>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

/** Nothing here yet: says what would be, and how it comes about. */
export function Empty(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="grid place-items-center rounded-lg border border-dashed border-line-strong bg-surface px-6 py-12 text-center">
      <span className="mb-3 grid size-10 place-items-center rounded-lg bg-accent-soft text-accent">
        <Icon name={props.icon} className="size-5" />
      </span>
      <h2 className="text-base font-semibold">{props.title}</h2>
      <div className="mt-1 max-w-md text-ink-2">{props.children}</div>
      {props.action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{props.action}</div>}
    </div>
  );
}

/** Holds the place of what is on its way, so that nothing jumps when it comes. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else
        <div key={index} className="flex h-11 items-center gap-4 px-4">
          <div className="h-2.5 w-1/4 animate-pulse-slow rounded bg-sunken" />
          <div className="h-2.5 w-1/3 animate-pulse-slow rounded bg-sunken" />
        </div>
      ))}
    </div>
  );
}

/** Figures side by side; two in a row where there is little room. The last lines lie under the edge of the card. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return (
    <Card className="mb-8 overflow-hidden">
      <div className="-mr-px -mb-px grid grid-cols-2 *:border-r *:border-b *:border-line sm:grid-cols-4">
        {children}
      </div>
    </Card>
  );
}

/** One figure. */
export function Stat(props: { label: string; value: ReactNode; tone?: 'deny' | 'ask'; hint?: ReactNode }) {
  return (
    <div className="min-w-0 px-4 py-3.5">
      <div className="truncate text-xs text-ink-2">{props.label}</div>
      <div
        className={cx(
          'mt-0.5 text-2xl font-semibold tracking-tight tabular-nums',
          props.tone === 'deny' && 'text-deny',
          props.tone === 'ask' && 'text-ask',
        )}
      >
        {props.value}
      </div>
      {props.hint !== undefined && <div className="text-xs text-ink-3">{props.hint}</div>}
    </div>
  );
}
