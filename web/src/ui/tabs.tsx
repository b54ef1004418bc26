import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';

/** Parts of one page, each with an address of its own. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly label: ReactNode; readonly exact?: boolean }[];
}) {
  const { pathname } = useLocation();
  const place = useRef<HTMLElement>(null);
  // Where there is no room for all of them, the one that is open is among those that are seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another tab
  useEffect(() => {
    place.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <nav
      ref={place}
      aria-label={props.label}
      className="mb-5 flex gap-1 overflow-x-auto inset-shadow-[0_-1px] inset-shadow-line"
    >
      {props.tabs.map(({ to, label, exact }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: exact ?? true }}
          className="border-b-2 border-transparent px-2.5 py-2 font-medium whitespace-nowrap text-ink-2 hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
