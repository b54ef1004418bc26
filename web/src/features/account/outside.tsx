import type { ReactNode } from 'react';
import { Toasts } from '../../ui/index.ts';

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
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <svg viewBox="0 0 32 32" className="mb-5 size-9" aria-hidden="true">
          <rect width="32" height="32" rx="9" fill="var(--color-accent-fill)" />
          <path d="M9 8v16M23 8v16M9 16h4m6 0h4" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
          <circle cx="16" cy="16" r="2.2" fill="#fff" />
        </svg>
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead !== undefined && <p className="mt-1 text-ink-2">{lead}</p>}
        <div className="mt-5">{children}</div>
      </div>
      <Toasts />
    </main>
  );
}
