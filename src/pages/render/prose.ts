import { html, type Markup } from './markup.ts';

/** A sentence of ours, in which code stands between backticks. */
export function prose(text: string): Markup {
  // Every second piece stood between two of them.
  return html`${text.split('`').map((piece, at) => (at % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}
