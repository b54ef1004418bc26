import type { ComponentProps } from 'react';
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
  /** Under way: it keeps its width and cannot be pressed again. */
  readonly busy?: boolean;
}

export function Button({ look = 'normal', icon, small, busy, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy === true}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-75 select-none',
        'disabled:cursor-not-allowed disabled:opacity-55',
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
  className,
  ...rest
}: ComponentProps<'button'> & { icon: IconName; label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        'inline-grid size-7 shrink-0 place-items-center rounded-md text-ink-3 transition-colors duration-75 hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-40',
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  );
}
