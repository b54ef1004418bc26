/**
 * The catalogue's pages: server-rendered HTML, the same as JSON, the registry API and a read-only MCP server. All of it
 * is rendered and searched in a thread of its own: the thread that forwards calls only hands requests over.
 *
 * Invariants: whatever a server's author wrote is text, shown with marks for what cannot be seen, never markup, never a
 * link, never a style; no page loads or runs anything; nothing here changes the catalogue. Messages from the forms are
 * the one thing that is taken in, through `ContactBox`, and stored by whoever opened the pages.
 */
export { ContactBox, type ContactMessage } from './contact-box.ts';
export { type PageRoutesOptions, pageRoutes } from './page-routes.ts';
export { PagesThread } from './pages-thread.ts';
