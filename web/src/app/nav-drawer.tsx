import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFocusBack } from '../ui/use-focus-back.ts';

interface Props {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** Where one can go, where there is no room for it beside the page. */
export function NavDrawer({ open, onOpen, ...inside }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Overlay data-dims className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <Inside {...inside} />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Inside({ title, children }: Pick<Props, 'title' | 'children'>) {
  return (
    <Dialog.Content
      aria-describedby={undefined}
      onCloseAutoFocus={useFocusBack()}
      className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col border-r border-line bg-surface"
    >
      <Dialog.Title className="px-3 pt-3.5 pb-3">{title}</Dialog.Title>
      {children}
    </Dialog.Content>
  );
}
