import { html, type Markup } from './markup.ts';

/** What a form on a page is about, and how sending it ended. */
export interface Contact {
  readonly about: string;
  readonly sent: 'sent' | 'refused' | 'wrong' | undefined;
}

/** The form under every page. It needs no script and sets no cookie. */
export function contactForm({ about, sent }: Contact): Markup {
  return html`<section class="contact" aria-labelledby="contact">
<h2 id="contact">Get in touch</h2>
${sent === 'sent' ? html`<p class="notice good" role="status">Thank you. Your message has been stored for the operators of this installation.</p>` : ''}
${sent === 'refused' ? html`<p class="notice bad" role="alert">Too many messages came from your address. Try again in an hour.</p>` : ''}
${sent === 'wrong' ? html`<p class="notice bad" role="alert">A message needs between 10 and 4,000 characters, and the address to answer to may have 200.</p>` : ''}
<p>Is something here wrong, or is a tool missing? Tell the operators of this installation.</p>
<form method="post" action="/catalog/contact">
<input type="hidden" name="about" value="${about}">
<p><label for="from">Where to answer (optional)</label><input id="from" name="from" maxlength="200" autocomplete="email"></p>
<p><label for="text">Message</label><textarea id="text" name="text" rows="5" minlength="10" maxlength="4000" required></textarea></p>
<p class="trap" aria-hidden="true"><label for="website">Leave this empty</label><input id="website" name="website" tabindex="-1" autocomplete="off"></p>
<p><button type="submit">Send</button></p>
</form>
</section>`;
}
