import { cx } from './cx.ts';

/** Small tabs in a row, for parts of what is shown that have no address. */
export function Pills<T extends string>(props: {
  readonly label: string;
  readonly pills: readonly { readonly id: T; readonly label: string }[];
  readonly open: T | undefined;
  readonly onOpen: (id: T) => void;
  readonly className?: string;
}) {
  return (
    <div role="tablist" aria-label={props.label} className={cx('flex flex-wrap gap-0.5', props.className)}>
      {props.pills.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === props.open}
          className={cx(
            'h-7 rounded-md px-2 text-xs font-medium',
            id === props.open ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
          onClick={() => props.onOpen(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
