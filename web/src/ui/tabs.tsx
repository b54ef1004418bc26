import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** Parts of one page, each with an address of its own. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly label: ReactNode; readonly exact?: boolean }[];
}) {
  return (
    <nav aria-label={props.label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {props.tabs.map(({ to, label, exact }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: exact ?? true }}
          className="-mb-px border-b-2 border-transparent px-2.5 py-2 font-medium whitespace-nowrap text-ink-2 hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
