import { html } from 'hono/html';

/** Markup that a template made: everything that was put into it is escaped. */
export type Markup = ReturnType<typeof html>;

export { html };
