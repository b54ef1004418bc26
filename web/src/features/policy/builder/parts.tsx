import { type ReactNode, useId } from 'react';
import { Button } from '../../../ui/index.ts';
import { useEditing } from './editing.tsx';

/** A label beside its control, as in a sentence. */
export function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="w-28 shrink-0 text-xs text-ink-2">{label}</span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

/** “+ something”, in place of what is not there. */
export function Add({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  const { readOnly } = useEditing();
  if (readOnly) return null;
  return (
    <Button small look="quiet" icon="plus" onClick={onClick} className="-ml-1.5">
      {children}
    </Button>
  );
}

/** A part of the rules, with what it means in one line. Its controls are named within it: “Deny if”, “Condition”. */
export function Part({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  const heading = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays its content out by rules of its own
    <div role="group" aria-labelledby={heading} className="border-t border-line px-3 py-2.5 first:border-t-0 sm:px-4">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2">
        <h3 id={heading} className="text-xs font-semibold">
          {title}
        </h3>
        <p className="text-xs text-ink-3">{hint}</p>
      </div>
      {children}
    </div>
  );
}
