import { type FormEvent, type KeyboardEvent, type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import type { IconName } from './icon.tsx';
import { ProblemNote } from './problem-note.tsx';

/** What is under way, and what went wrong with it. */
export interface Change {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
}

export interface FormDialogProps {
  readonly open?: boolean;
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  /** What the button says that leaves everything as it is; without it there is the cross alone. */
  readonly keep?: string;
  /** What the other one says. */
  readonly act: string;
  readonly look?: 'primary' | 'danger';
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  /** What `onSubmit` begins. */
  readonly change: Change;
  /** It asks about an act that cannot be taken back with a click, or that others feel at once. */
  readonly asks?: boolean;
  readonly children?: ReactNode;
}

/** A few fields, or none, and one button that sends them. Enter in a field presses it; what is refused is said in there. */
export function FormDialog(props: FormDialogProps) {
  const { open = true, title, lead, wide, keep, act, look = 'primary', icon, disabled, onClose, change, asks } = props;
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit();
  };
  // The first control of a question has the focus: the key that opened it, held too long, must not answer it.
  const hold = (event: KeyboardEvent): void => {
    const { key, target } = event;
    if (
      asks === true &&
      key === 'Enter' &&
      target instanceof Element &&
      target.matches('[type=checkbox], [type=radio]')
    )
      event.preventDefault();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      lead={lead}
      wide={wide === true}
      asks={asks === true}
      footer={
        <>
          {keep !== undefined && <Button onClick={onClose}>{keep}</Button>}
          <Button
            look={look}
            type="submit"
            form={form}
            busy={change.isPending}
            disabled={disabled === true}
            {...(icon === undefined ? {} : { icon })}
          >
            {act}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} onKeyDown={hold}>
        {props.children}
        {change.isError && <ProblemNote problem={change.error} className="mt-3 first:mt-0" />}
      </form>
    </Dialog>
  );
}
