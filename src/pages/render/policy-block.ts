import { gatewaySlug, type Recommendation } from '../../catalog/index.ts';
import { html, type Markup } from './markup.ts';
import { shown } from './shown.ts';

/** A recommended policy: its effect in a sentence, and the document to copy. */
export function policyBlock(recommended: readonly Recommendation[]): Markup {
  const [first, ...others] = [...recommended].sort((one, other) => order(one) - order(other));
  if (first === undefined) return html`<p>No policy can be recommended: the tool cannot be called by its name.</p>`;
  return html`${one(first)}${others.map((other) => html`<details><summary>${other.title}</summary>${one(other)}</details>`)}`;
}

function order({ strength }: Recommendation): number {
  return strength === 'guarded' ? 0 : strength === 'strict' ? 1 : 2;
}

function one({ title, sentence, document }: Recommendation): Markup {
  const text = visibleJson(document);
  return html`<div class="policy"><p><strong>${title}.</strong> ${shown(sentence, 1_500)}</p><pre tabindex="0" aria-label="Policy: ${title}"><code>${text}</code></pre></div>`;
}

/** How to put it in force. */
export function steps(
  server: { readonly name: string; readonly slug: string },
  tool: string | undefined,
  dashboard: boolean,
): Markup {
  const slug = gatewaySlug(server.slug);
  // A shell would take a tilde for a home.
  const named = tool === undefined ? '' : ` ${tool.startsWith('~') ? `'${tool}'` : tool}`;
  const policy = `toolgate catalog show ${server.slug}${named} --policy > policies/${slug}.json`;
  const from = tool === undefined ? server.slug : `${server.slug}/${tool}`;
  return html`<ol class="steps">
<li><strong>Register the server.</strong> Name it in <code>toolgate.yaml</code> under <code>servers</code>, or add it in the dashboard.</li>
<li><strong>Add the policy.</strong> Copy the document above, or run <code>${policy}</code>. Whoever prefers a form builds it visually in the dashboard.</li>
<li><strong>Point the client at the gateway.</strong> Its URL is <code>/mcp/${slug}</code> if that is what the server is called there, with the grant’s token; <code>toolgate connect</code> writes the client’s configuration.</li>
</ol>
${dashboard ? html`<p><a class="button" href="/policies?catalog=${encodeURIComponent(from)}">Do it in the dashboard</a></p>` : ''}`;
}

/** JSON in which nothing is hidden: what cannot be seen is written as JSON escapes it. */
function visibleJson(document: object): string {
  return JSON.stringify(document, null, 2).replace(
    /[\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu,
    (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
  );
}
