import { type QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { resume } from '../features/account/resume.ts';
import { Gone, NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound, errorComponent: Gone });

/** Pages of who has not signed in. */
const outside = {
  signIn: createRoute({ getParentRoute: () => root, path: '/sign-in', component: lazyRouteComponent(() => import('../features/account/sign-in-page.tsx'), 'SignInPage') }),
  setUp: createRoute({ getParentRoute: () => root, path: '/setup', component: lazyRouteComponent(() => import('../features/account/set-up-page.tsx'), 'SetUpPage') }),
  invitation: createRoute({ getParentRoute: () => root, path: '/invitation', component: lazyRouteComponent(() => import('../features/account/invitation-page.tsx'), 'InvitationPage') }),
};

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

const page = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => inside, path, component });

const pages = [
  page('/', lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage')),
];

export const router = createRouter({
  routeTree: root.addChildren([outside.signIn, outside.setUp, outside.invitation, inside.addChildren(pages)]),
  context: { queries: undefined as unknown as QueryClient },
  defaultPreload: 'intent',
  defaultPreloadDelay: 30,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
