import type { Route } from '../../../edge/index.ts';
import type { Api } from '../api.ts';

/** Where links of messages lead. */
const path = '/decide/:id';

/**
 * A page for whoever got a link: sign in, see the call, decide. Without a script, and a thin surface over the API like the
 * others: it has no right of its own and asks the API as the person who signed in.
 *
 * Opening the link shows the form to sign in and nothing else, whoever opens it and whatever it names: a preview decides
 * nothing and learns nothing. What decides is a POST with both halves of a session: the cookie, and the token that stands
 * in the page alone.
 *
 * What makes the page is loaded when somebody opens one.
 */
export function decisionRoutes(api: Api): readonly Route[] {
  return [
    { method: 'GET', path, handler: async (exchange) => (await import('./decide-on-page.ts')).showSignIn(exchange) },
    {
      method: 'POST',
      path,
      accepts: ['application/x-www-form-urlencoded'],
      handler: async (exchange) => (await import('./decide-on-page.ts')).takeForm(api, exchange),
    },
  ];
}
