import { cx } from '../../ui/index.ts';

/** One way to narrow a search: each value with how many it leaves. */
export function Facet(props: {
  readonly label: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const values = Object.entries(props.counts);
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="float-left mr-1 text-xs text-ink-2">{props.label}</legend>
      {values.map(([value, count]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value === props.value ? '' : value)}
          className={cx(
            'inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-xs',
            value === props.value
              ? 'border-transparent bg-accent-soft text-accent'
              : 'border-line bg-surface text-ink-2 hover:border-line-strong hover:text-ink',
          )}
        >
          {value}
          <span className="text-2xs tabular-nums">{count}</span>
        </button>
      ))}
    </fieldset>
  );
}
