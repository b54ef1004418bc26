import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/index.ts';

/** What to do next, where no agent can call anything yet. */
export function FirstCallLink({ server, children }: { readonly server?: string; readonly children: ReactNode }) {
  return (
    <Link
      to="/welcome"
      search={server === undefined ? {} : { server }}
      className="mb-6 flex items-center gap-3 rounded-lg border border-accent/30 bg-accent-soft px-4 py-3 text-accent hover:border-accent"
    >
      <Icon name="play" />
      <span className="flex-1 font-medium">{children}</span>
      <Icon name="chevron" />
    </Link>
  );
}
