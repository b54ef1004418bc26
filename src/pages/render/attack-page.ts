import type { AttackLine } from '../attacks.ts';
import { html, type Markup } from './markup.ts';

/** Attack patterns in a list, each with what a gateway can do about it. */
export function attackItems(attacks: readonly AttackLine[]): Markup {
  return html`<ul class="items">${attacks.map(
    ({ slug, title, sentence, verdict }) =>
      html`<li class="item"><a href="/attacks/${slug}">${title}</a><span class="kinds"><span class="tag">${verdict}</span></span><span class="of">${sentence}</span></li>`,
  )}</ul>`;
}
