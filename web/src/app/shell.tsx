import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useSession } from '../api/session.ts';
import { SignInAgain } from '../features/account/sign-in-again.tsx';
import { Notices } from '../features/approvals/notices.tsx';
import { WaitingCount } from '../features/approvals/waiting-count.tsx';
import { StopDialog } from '../features/stops/stop-dialog.tsx';
import { Icon, IconButton, Kbd, Logo, Skeleton, Toasts } from '../ui/index.ts';
import { AllStopped } from './all-stopped.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { LateChangeNote } from './late-change-note.tsx';
import { places } from './nav.ts';
import { NavDrawer } from './nav-drawer.tsx';
import { Palette } from './palette.tsx';
import { useCommands } from './use-commands.ts';
import { useFocusOnPage } from './use-focus-on-page.ts';
import { useKeys } from './use-keys.ts';
import { UserMenu } from './user-menu.tsx';

const none: readonly string[] = [];

/** What stands around every page: where one is, where one can go, and the palette. */
export function Shell() {
  const navigate = useNavigate();
  const now = useSession();
  const [palette, setPalette] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [stopping, setStopping] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const loading = useRouterState({ select: ({ isLoading }) => isLoading });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere has used the drawer
  useEffect(() => setDrawer(false), [path]);
  useFocusOnPage(path, loading);

  const user = 'user' in now ? now.user : undefined;
  const permissions = user?.permissions ?? none;
  const seen = useMemo(() => places.filter(({ needs }) => permissions.includes(needs)), [permissions]);
  const commands = useCommands(seen, permissions, () => setStopping(true));
  useKeys(
    seen,
    (to) => void navigate({ to }),
    () => setPalette((open) => !open),
  );

  const navigation: ReactNode = (
    <nav aria-label="Main" className="flex flex-col gap-px px-2">
      {seen.map(({ to, label, icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/' }}
          className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent"
        >
          <Icon name={icon} />
          {label}
          {to === '/approvals' && <WaitingCount />}
        </Link>
      ))}
    </nav>
  );
  const brand = (
    <Link to="/" className="flex items-center gap-2 rounded-md px-1 text-base font-semibold tracking-tight">
      <Logo className="size-6" />
      Toolgate
    </Link>
  );
  const search = (
    <button
      type="button"
      onClick={() => setPalette(true)}
      className="mx-2 mb-3 flex h-8 items-center gap-2 rounded-md border border-line bg-canvas px-2 text-ink-2 hover:border-line-strong"
    >
      <Icon name="search" />
      <span className="flex-1 text-left">Go to…</span>
      <Kbd>{navigator.userAgent.includes('Mac') ? '⌘K' : 'Ctrl K'}</Kbd>
    </button>
  );

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:p-2"
      >
        Skip to content
      </a>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface lg:flex"
      >
        <div className="px-3 pt-3.5 pb-3">{brand}</div>
        {search}
        {navigation}
        {user !== undefined && <UserMenu user={user} />}
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-3 lg:hidden">
        <IconButton icon="menu" label="Menu" onClick={() => setDrawer(true)} />
        <div className="flex-1">{brand}</div>
        <IconButton icon="search" label="Go to" onClick={() => setPalette(true)} />
      </header>
      <NavDrawer open={drawer} onOpen={setDrawer} title={brand}>
        {navigation}
        {user !== undefined && <UserMenu user={user} />}
      </NavDrawer>
      <main id="content" tabIndex={-1} aria-busy={loading || undefined} className="min-w-0 outline-none">
        <AllStopped path={path} />
        <Suspense
          fallback={
            <div className="p-8">
              <Skeleton rows={6} />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </main>
      <Palette open={palette} onClose={() => setPalette(false)} commands={commands} />
      {stopping && <StopDialog target={{ all: true }} what="everything" onClose={() => setStopping(false)} />}
      <Notices />
      <ConnectionNote />
      <LateChangeNote />
      <SignInAgain />
      <Toasts />
    </div>
  );
}
