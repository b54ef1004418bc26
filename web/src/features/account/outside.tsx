import type { ReactNode } from 'react';
import { Logo, Toasts } from '../../ui/index.ts';
import { useTitled } from '../../ui/page-title.ts';

/** The frame of the pages that one sees before signing in. */
export function Outside({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  useTitled(title);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Logo className="mb-5 size-9" />
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead !== undefined && <p className="mt-1 text-ink-2">{lead}</p>}
        <div className="mt-5">{children}</div>
      </div>
      <Toasts />
    </main>
  );
}
