import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Dialog } from 'radix-ui';
import { type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useSession } from '../api/session.ts';
import { SignInAgain } from '../features/account/sign-in-again.tsx';
import { signOut } from '../features/account/sign-out.ts';
import { Notices } from '../features/approvals/notices.tsx';
import { StopDialog } from '../features/stops/stop-dialog.tsx';
import { Icon, IconButton, Kbd, Menu, MenuItem, Skeleton, Toasts } from '../ui/index.ts';
import type { Command } from './commands.ts';
import { ConnectionNote } from './connection-note.tsx';
import { LateChangeNote } from './late-change-note.tsx';
import { places } from './nav.ts';
import { Palette } from './palette.tsx';
import { setTheme, useTheme } from './theme.ts';
import { useKeys } from './use-keys.ts';

/** What stands around every page: where one is, where one can go, and the palette. */
export function Shell() {
  const navigate = useNavigate();
  const now = useSession();
  const theme = useTheme();
  const [palette, setPalette] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [stopping, setStopping] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const loading = useRouterState({ select: ({ isLoading }) => isLoading });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere has used the drawer
  useEffect(() => setDrawer(false), [path]);

  const permissions = now.state === 'signed-in' || now.state === 'expired' ? now.user.permissions : [];
  const seen = useMemo(() => places.filter(({ needs }) => permissions.includes(needs)), [permissions]);
  const commands = useMemo<readonly Command[]>(() => {
    const go = (to: string): void => void navigate({ to });
    return [
      ...seen.map(
        ({ to, label, icon, key }): Command => ({
          name: label,
          words: 'go to',
          hint: `G ${key.toUpperCase()}`,
          icon,
          run: () => go(to),
        }),
      ),
      ...(permissions.includes('servers:write')
        ? [{ name: 'Register a server', words: 'new add', icon: 'plus', run: () => go('/servers/new') } as const]
        : []),
      ...(permissions.includes('grants:write')
        ? [
            {
              name: 'Create a grant',
              words: 'new add token agent',
              icon: 'plus',
              run: () => void navigate({ to: '/grants', search: { new: 1 } }),
            } as const,
          ]
        : []),
      ...(permissions.includes('kill:write')
        ? [
            {
              name: 'Stop everything…',
              words: 'kill switch emergency halt',
              icon: 'stop',
              run: () => setStopping(true),
            } as const,
          ]
        : []),
      { name: 'Use the light theme', words: 'appearance', icon: 'sun', run: () => setTheme('light') },
      { name: 'Use the dark theme', words: 'appearance', icon: 'moon', run: () => setTheme('dark') },
      { name: 'Follow the system’s theme', words: 'appearance', icon: 'settings', run: () => setTheme('system') },
      { name: 'Sign out', words: 'leave log out', icon: 'leave', run: () => void signOut() },
    ];
  }, [seen, permissions, navigate]);
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
        </Link>
      ))}
    </nav>
  );
  const foot: ReactNode = (now.state === 'signed-in' || now.state === 'expired') && (
    <div className="mt-auto flex items-center gap-1 border-t border-line p-2">
      <Menu
        trigger={
          <button
            type="button"
            className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
          >
            <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-2xs font-semibold text-accent uppercase">
              {(now.user.name || now.user.email).slice(0, 2)}
            </span>
            <span className="min-w-0 flex-1 truncate">{now.user.name || now.user.email}</span>
            <span className="text-2xs text-ink-3">{now.user.role.replace('_', ' ')}</span>
          </button>
        }
      >
        <MenuItem icon="person" onSelect={() => void navigate({ to: '/settings' })}>
          Your account
        </MenuItem>
        <MenuItem icon="leave" onSelect={() => void signOut()}>
          Sign out
        </MenuItem>
      </Menu>
      <IconButton
        icon={theme === 'dark' ? 'moon' : 'sun'}
        label={`Theme: ${theme}`}
        onClick={() => setTheme(theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system')}
      />
    </div>
  );
  const brand = (
    <Link to="/" className="flex items-center gap-2 rounded-md px-1 text-base font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="var(--color-accent-fill)" />
        <path d="M9 8v16M23 8v16M9 16h4m6 0h4" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
        <circle cx="16" cy="16" r="2.2" fill="#fff" />
      </svg>
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
        {foot}
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-3 lg:hidden">
        <IconButton icon="menu" label="Menu" onClick={() => setDrawer(true)} />
        <div className="flex-1">{brand}</div>
        <IconButton icon="search" label="Go to" onClick={() => setPalette(true)} />
      </header>
      <Dialog.Root open={drawer} onOpenChange={setDrawer}>
        <Dialog.Portal>
          <Dialog.Overlay data-dims className="fixed inset-0 z-40 animate-fade bg-black/40" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col border-r border-line bg-surface"
          >
            <Dialog.Title className="px-3 pt-3.5 pb-3">{brand}</Dialog.Title>
            {navigation}
            {foot}
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <main id="content" aria-busy={loading || undefined} className="min-w-0">
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
