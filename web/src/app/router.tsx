import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { askAhead } from '../api/ask-page.ts';
import { resume } from '../features/account/resume.ts';
import { BrokenPage } from './broken-page.tsx';
import { NotFound } from './not-found.tsx';
import { type Search, searchOf } from './search.ts';
import { Shell } from './shell.tsx';
import { whenThere } from './when-there.ts';
import { WindowTitle } from './window-title.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: () => (
    <>
      <WindowTitle />
      <Outlet />
    </>
  ),
  notFoundComponent: NotFound,
  errorComponent: BrokenPage,
  validateSearch: (raw: Record<string, unknown>): Search => searchOf(raw),
});

/** A page whose script comes when somebody goes there. */
const lazily: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(() => whenThere(load), name);

/** Pages of who has not signed in. */
const outside = <P extends string>(path: P, component: ReturnType<typeof lazily>) =>
  createRoute({ getParentRoute: () => root, path, component });
const signIn = outside(
  '/sign-in',
  lazily(() => import('../features/account/sign-in-page.tsx'), 'SignInPage'),
);
const setUp = outside(
  '/setup',
  lazily(() => import('../features/account/set-up-page.tsx'), 'SetUpPage'),
);
const invitation = outside(
  '/invitation',
  lazily(() => import('../features/account/invitation-page.tsx'), 'InvitationPage'),
);

/** Everything else: whoever is nobody signs in first, and comes back to where they wanted to go. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    if (await resume()) return;
    throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
  },
});

/** @param ahead asks for what the page will show, as soon as somebody seems to go there */
const page = <P extends string>(
  path: P,
  component: ReturnType<typeof lazily>,
  ahead?: (queries: QueryClient) => void,
) => createRoute({ getParentRoute: () => inside, path, component, loader: ({ context }) => ahead?.(context.queries) });

const approvals = () => import('../features/approvals/approvals-page.tsx');
const settings = () => import('../features/settings/settings-page.tsx');

const routeTree = root.addChildren([
  signIn,
  setUp,
  invitation,
  inside.addChildren([
    page(
      '/',
      lazily(() => import('../features/overview/overview-page.tsx'), 'OverviewPage'),
    ),
    page(
      '/welcome',
      lazily(() => import('../features/welcome/welcome-page.tsx'), 'WelcomePage'),
    ),
    page(
      '/servers',
      lazily(() => import('../features/servers/servers-page.tsx'), 'ServersPage'),
    ),
    page(
      '/servers/new',
      lazily(() => import('../features/servers/new-server-page.tsx'), 'NewServerPage'),
    ),
    page(
      '/servers/$server',
      lazily(() => import('../features/servers/server-page.tsx'), 'ServerPage'),
    ),
    page(
      '/policies',
      lazily(() => import('../features/policy/policies-page.tsx'), 'PoliciesPage'),
    ),
    page(
      '/policies/$policy',
      lazily(() => import('../features/policy/policy-page.tsx'), 'PolicyPage'),
    ),
    page(
      '/grants',
      lazily(() => import('../features/grants/grants-page.tsx'), 'GrantsPage'),
    ),
    page(
      '/grants/matrix',
      lazily(() => import('../features/grants/matrix-page.tsx'), 'MatrixPage'),
    ),
    page('/approvals', lazily(approvals, 'ApprovalsPage')),
    page('/approvals/$approval', lazily(approvals, 'ApprovalsPage')),
    page(
      '/activity',
      lazily(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
    ),
    page(
      '/explore',
      lazily(() => import('../features/catalog/catalog-page.tsx'), 'CatalogPage'),
      // The gateway begins the thread that makes these pages when the first of them is asked for: a hand on its way to
      // the link is time enough.
      (queries) => askAhead(queries, '/catalog'),
    ),
    page(
      '/explore/$server',
      lazily(() => import('../features/catalog/server-of-catalog-page.tsx'), 'CatalogServerPage'),
    ),
    page(
      '/explore/$server/$tool',
      lazily(() => import('../features/catalog/tool-of-catalog-page.tsx'), 'CatalogToolPage'),
    ),
    page(
      '/inbox',
      lazily(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
    ),
    page('/settings', lazily(settings, 'SettingsPage')),
    page('/settings/$tab', lazily(settings, 'SettingsPage')),
  ]),
]);

/** @param queries where pages keep what they were told */
export const routerFor = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadDelay: 30,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerFor>;
  }
}
