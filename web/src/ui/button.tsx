import type { ComponentProps, MouseEvent } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

const looks = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover border-transparent shadow-card',
  normal: 'bg-surface text-ink border-line-strong hover:bg-hover shadow-card',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-deny-fill text-white border-transparent hover:brightness-95',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
  readonly icon?: IconName;
  readonly small?: boolean;
  /** Under way: it keeps its width, and the focus, and cannot be pressed again. */
  readonly busy?: boolean;
}

const notNow = (event: MouseEvent): void => {
  event.preventDefault();
  event.stopPropagation();
};

/**
 * Cannot be pressed, by Enter in a field neither, and can be come to all the same: one that is disabled loses the focus
 * at the moment in which it was pressed, and whoever uses keys stands at the top of the page.
 */
const idle = (held: boolean) => (held ? { 'aria-disabled': true, onClick: notNow } : {});

export function Button({ look = 'normal', icon, small, busy, disabled, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      {...idle(disabled === true || busy === true)}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-75 select-none',
        'aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
        small === true ? 'h-7 px-2 text-xs' : 'h-8 px-3 text-sm',
        looks[look],
        className,
      )}
    >
      {icon !== undefined && <Icon name={icon} className={small === true ? 'size-3.5' : 'size-4'} />}
      {children}
    </button>
  );
}

/** A button that shows a sign only; `label` is what it is called. */
export function IconButton({
  icon,
  label,
  disabled,
  className,
  ...rest
}: ComponentProps<'button'> & { icon: IconName; label: string }) {
  return (
    <button
      type="button"
      {...rest}
      {...idle(disabled === true)}
      aria-label={label}
      title={label}
      className={cx(
        'inline-grid size-7 shrink-0 place-items-center rounded-md text-ink-3 transition-colors duration-75 hover:bg-hover hover:text-ink aria-disabled:cursor-not-allowed aria-disabled:opacity-40',
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  );
}
