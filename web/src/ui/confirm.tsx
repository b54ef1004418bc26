import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';

/** Asks before something is done that is not undone by a click. What went wrong with it stands in there, too. */
export function Confirm(props: {
  readonly open?: boolean;
  readonly title: string;
  /** What will be so afterwards. */
  readonly lead: string;
  /** What the two buttons say. */
  readonly keep: string;
  readonly act: string;
  readonly onKeep: () => void;
  readonly onAct: () => void;
  /** The change that `onAct` makes. */
  readonly change: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  readonly children?: ReactNode;
}) {
  const { open = true, title, lead, keep, act, onKeep, onAct, change, children } = props;
  return (
    <Dialog
      open={open}
      onClose={onKeep}
      title={title}
      lead={lead}
      footer={
        <>
          <Button onClick={onKeep}>{keep}</Button>
          <Button look="danger" busy={change.isPending} onClick={onAct}>
            {act}
          </Button>
        </>
      }
    >
      {children}
      {change.isError && (
        <div className={children ? 'mt-3' : undefined}>
          <ProblemNote problem={change.error} />
        </div>
      )}
    </Dialog>
  );
}
