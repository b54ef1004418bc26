import { html, type Markup } from './markup.ts';

/** A page that says why there is none. */
export function errorPage(title: string, sentence: string): Markup {
  return html`<header class="head"><h1>${title}</h1><p class="lead">${sentence}</p><p><a class="button" href="/catalog">To the catalogue</a></p></header>`;
}
