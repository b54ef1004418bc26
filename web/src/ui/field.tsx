import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

/** As wide as its place, unless it is told how wide. */
const width = (className: string | undefined): string => (/(^|\s)(w-|flex-1)/.test(className ?? '') ? '' : 'w-full');

const box =
  'rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink shadow-card transition-colors duration-75 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-2 aria-invalid:border-deny';

/** A label, its control, and what helps to fill it. The control is given the ids that tie them together. */
export function Field(props: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}) {
  const id = useId();
  const note = props.error ?? props.hint;
  return (
    <div className="mb-4">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink">
        {props.label}
      </label>
      {props.children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': props.error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <div id={`${id}-note`} className={cx('mt-1 text-xs', props.error === undefined ? 'text-ink-2' : 'text-deny')}>
          {note}
        </div>
      )}
    </div>
  );
}

export function Input({ className, small, ...rest }: ComponentProps<'input'> & { small?: boolean }) {
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cx(box, width(className), small === true ? 'h-7 px-2 text-xs' : 'h-8', className)}
    />
  );
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea spellCheck={false} rows={3} {...rest} className={cx(box, width(className), 'py-1.5', className)} />;
}

/** The platform’s own list: it opens at once, fits every screen, and every reader knows it. */
export function Select({ className, small, children, ...rest }: ComponentProps<'select'> & { small?: boolean }) {
  return (
    <select
      {...rest}
      className={cx(
        box,
        width(className),
        'max-w-full cursor-pointer pr-6',
        small === true ? 'h-7 px-1.5 text-xs' : 'h-8',
        className,
      )}
    >
      {children}
    </select>
  );
}

export function Checkbox({ label, className, ...rest }: ComponentProps<'input'> & { label: ReactNode }) {
  return (
    <label className={cx('inline-flex cursor-pointer items-center gap-2', className)}>
      <input type="checkbox" {...rest} className="size-4 shrink-0 cursor-pointer accent-accent-fill" />
      <span>{label}</span>
    </label>
  );
}

/** One of a few words. Arrow keys move, as in every group of radio buttons. */
export function Segmented<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly label: ReactNode;
    readonly title?: string;
    readonly tone?: string;
  }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={props.label}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5"
    >
      {props.options.map(({ value, label, title, tone }) => (
        <label
          key={value}
          title={title}
          className={cx(
            'relative inline-flex h-6 items-center rounded-sm px-2 text-xs font-medium whitespace-nowrap transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent',
            props.disabled === true ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
            value === props.value ? cx('bg-surface shadow-card', tone ?? 'text-ink') : 'text-ink-2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === props.value}
            disabled={props.disabled}
            onChange={() => props.onChange(value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {label}
        </label>
      ))}
    </div>
  );
}
