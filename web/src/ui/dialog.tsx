import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { useFocusBack } from './use-focus-back.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** It asks about an act before it is done (WAI-ARIA: an alert dialog). */
  readonly asks?: boolean;
  /** What is in it cannot be shown again: it ends by one of its buttons alone. */
  readonly once?: boolean;
}

const keep = (event: Event): void => event.preventDefault();

/** What happens in a dialog above a drawer is nothing that happens outside of it: it stays. */
const stay = (event: {
  readonly target: EventTarget | null;
  preventDefault(): void;
  readonly detail: { readonly originalEvent: Event };
}): void => {
  const { target } = event.detail.originalEvent;
  const above = target instanceof Element ? target.closest('[role$=dialog]') : null;
  if (above !== null && above !== event.target) event.preventDefault();
};

/**
 * A dialog is opened to be filled in: the first field has the focus, or else the first button below, which undoes nothing.
 * A control that asks for the focus itself has it already.
 */
const toFirst = (event: Event): void => {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  if (content.contains(document.activeElement)) return;
  const field = '[data-body] :is(input, select, textarea):enabled';
  const found = content.querySelector<HTMLElement>(field) ?? content.querySelector<HTMLElement>('[data-foot] button');
  (found ?? content).focus();
};

const overlay = <Radix.Overlay data-dims className="fixed inset-0 z-50 animate-fade bg-black/40" />;

/** Something that is to be done before anything else. A click beside it loses nothing that was typed in it. */
export function Dialog({ open, onClose, ...inside }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(now) => (now ? undefined : onClose())}>
      <Radix.Portal>
        {overlay}
        <Inside {...inside} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function Inside({ title, lead, children, footer, wide, asks, once }: Omit<DialogProps, 'open' | 'onClose'>) {
  const focusBack = useFocusBack();
  return (
    <Radix.Content
      {...(asks === true ? { role: 'alertdialog' } : {})}
      {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
      {...(once === true ? { onEscapeKeyDown: keep } : {})}
      onInteractOutside={keep}
      onOpenAutoFocus={toFirst}
      onCloseAutoFocus={focusBack}
      className={cx(
        'fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise flex-col rounded-xl border border-line bg-raised shadow-pop',
        wide === true ? 'max-w-3xl' : 'max-w-lg',
      )}
    >
      <div className="flex items-start gap-3 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <Radix.Title className="foreign text-lg font-semibold">{title}</Radix.Title>
          {lead !== undefined && (
            <Radix.Description asChild>
              <div className="mt-0.5 text-ink-2">{lead}</div>
            </Radix.Description>
          )}
        </div>
        {once !== true && (
          <Radix.Close asChild>
            <IconButton icon="close" label="Close" />
          </Radix.Close>
        )}
      </div>
      <div data-body className="min-h-0 overflow-y-auto px-5 pb-4">
        {children}
      </div>
      {footer !== undefined && (
        <div data-foot className="flex justify-end gap-2 border-t border-line px-5 py-3">
          {footer}
        </div>
      )}
    </Radix.Content>
  );
}

type DrawerProps = Pick<DialogProps, 'open' | 'onClose' | 'title' | 'children'>;

/** One thing in full, beside the list that it was chosen from. */
export function Drawer({ open, onClose, title, children }: DrawerProps) {
  return (
    <Radix.Root open={open} onOpenChange={(now) => (now ? undefined : onClose())}>
      <Radix.Portal>
        {overlay}
        <Drawn title={title}>{children}</Drawn>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Drawn({ title, children }: Pick<DrawerProps, 'title' | 'children'>) {
  const focusBack = useFocusBack();
  return (
    <Radix.Content
      aria-describedby={undefined}
      onInteractOutside={stay}
      onCloseAutoFocus={focusBack}
      className="fixed inset-y-0 right-0 z-50 flex w-full max-w-xl animate-fade flex-col border-l border-line bg-raised shadow-pop"
    >
      <div className="flex items-start gap-3 border-b border-line px-5 py-3.5">
        <Radix.Title className="foreign line-clamp-4 min-w-0 flex-1 text-lg font-semibold">{title}</Radix.Title>
        <Radix.Close asChild>
          <IconButton icon="close" label="Close" />
        </Radix.Close>
      </div>
      {/* A place that scrolls is one that keys must reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard */}
      <section aria-label="Details" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-5">
        {children}
      </section>
    </Radix.Content>
  );
}
