import { cx } from './cx.ts';

/** A text of code that scrolls where it stands, by keys as well. */
export function CodeBlock(props: {
  readonly label: string;
  readonly text: string;
  readonly className?: string;
  readonly busy?: boolean;
}) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
      tabIndex={0}
      aria-label={props.label}
      aria-busy={props.busy === true || undefined}
      className={cx(
        'foreign overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs',
        props.className,
      )}
    >
      {props.text}
    </section>
  );
}
