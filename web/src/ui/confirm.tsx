import type { ReactNode } from 'react';
import { type Change, FormDialog } from './form-dialog.tsx';
import type { IconName } from './icon.tsx';

/**
 * Asks before something is done that is not undone by a click, or that others feel at once (ADR 0343). What went wrong with
 * it stands in there, too.
 */
export function Confirm(props: {
  readonly open?: boolean;
  readonly title: string;
  /** What will be so afterwards. */
  readonly lead: ReactNode;
  /** What the two buttons say. */
  readonly keep: string;
  readonly act: string;
  /** Red, unless what is done takes nothing away. */
  readonly look?: 'primary' | 'danger';
  readonly icon?: IconName;
  readonly wide?: boolean;
  readonly onKeep: () => void;
  readonly onAct: () => void;
  /** The change that `onAct` makes. */
  readonly change: Change;
  readonly children?: ReactNode;
}) {
  const { look = 'danger', onKeep, onAct, ...rest } = props;
  return <FormDialog {...rest} look={look} asks onClose={onKeep} onSubmit={onAct} />;
}
