import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { CopyText } from './copy-text.tsx';
import { Dialog } from './dialog.tsx';

/** A secret that is shown this once: it is gone with the dialog, which nothing ends but its button. */
export function ShownOnce(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly secret: string;
  /** What the secret is called. */
  readonly label: string;
  readonly multiline?: boolean;
  /** What the button says that ends it. */
  readonly done: string;
  readonly onClose: () => void;
  /** What else is said of it. */
  readonly children?: ReactNode;
}) {
  const { title, lead, secret, label, multiline, done, onClose, children } = props;
  return (
    <Dialog
      open
      once
      onClose={onClose}
      title={title}
      lead={lead}
      footer={
        <Button look="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      <CopyText text={secret} label={label} multiline={multiline === true} />
      {children}
    </Dialog>
  );
}
