import { html, raw } from 'hono/html';

/** Markup that a template made: everything that was put into it is escaped. */
export type Markup = ReturnType<typeof html>;

export { html };

/** A style sheet or another text of our own that holds no word of anybody else. */
export const ours = raw;
