import type { ReactNode } from 'react';
import { cx, Icon } from '../../ui/index.ts';

/** One of the steps: what it is about, and whether it is done, next, or waits for the one before. */
export function Step(props: {
  n: number;
  title: string;
  hint?: string;
  done: boolean;
  waits?: boolean;
  live?: boolean;
  children?: ReactNode;
}) {
  return (
    <li
      className={cx(
        'rounded-lg border bg-surface p-4',
        props.done ? 'border-line' : 'border-line-strong',
        props.waits === true && 'text-ink-3',
      )}
    >
      <h2 className="flex items-center gap-3 text-base font-semibold">
        <span
          className={cx(
            'grid size-6 place-items-center rounded-full text-xs',
            props.done
              ? 'bg-allow-soft text-allow'
              : props.live === true
                ? 'animate-pulse-slow bg-accent-soft text-accent'
                : 'bg-sunken text-ink-2',
          )}
        >
          {props.done ? <Icon name="check" className="size-3.5" /> : props.n}
        </span>
        {props.title}
        {props.done && <span className="sr-only">done</span>}
      </h2>
      {props.hint !== undefined && <p className="mt-0.5 ml-9 text-xs text-ink-2">{props.hint}</p>}
      {props.waits !== true && <div className="mt-3 sm:ml-9">{props.children}</div>}
    </li>
  );
}
