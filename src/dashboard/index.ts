/**
 * The dashboard's files, as the build left them in `dist/web`, at exact paths of the front door. It decides how they
 * are kept by browsers and what a page may do.
 *
 * It knows no entity, verb or session: the application speaks to `/api/v1` like any other client. It never reads a path
 * that came from outside (the files are those that the build listed), and never serves a page without its policy.
 *
 * Invariants: every page answers with the same document and with `pageHeaders`; a file whose name holds its hash may be
 * kept for ever, anything else is asked for anew each time by its ETag; nothing executes that the build did not make.
 */
export { dashboardRoutes } from './dashboard-routes.ts';
export { lostPage } from './lost-page.ts';
