import { html, type Markup } from './markup.ts';

/** What every page says about itself. */
export interface PublicPage {
  readonly title: string;
  readonly description: string;
  /** Its path, for links to the same page in other forms. */
  readonly path: string;
  /** The way down to it: names and paths. */
  readonly trail?: readonly (readonly [string, string])[];
  /** Whether other forms of it are no pages of their own: searches and errors. */
  readonly unlisted?: boolean;
}

const rooms = [
  ['/catalog', 'Tools'],
  ['/attacks', 'Attacks'],
  ['/risk', 'Risk levels'],
] as const;

/** A whole document around the body of a page. */
export function layout(page: PublicPage, body: Markup, origin: string): Markup {
  const { title, description, path, trail = [], unlisted = false } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Toolgate catalogue</title>
<meta name="description" content="${description.slice(0, 300)}">
<meta name="color-scheme" content="light dark">
${unlisted ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${origin}${path}">`}
<link rel="stylesheet" href="/catalog/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<div class="wide">
<a class="brand" href="/catalog"><span class="mark" aria-hidden="true"></span>Toolgate <span>catalogue</span></a>
<nav aria-label="Catalogue">${rooms.map(([at, name]) => html`<a href="${at}"${at === path ? html` aria-current="page"` : path.startsWith(`${at}/`) ? html` aria-current="true"` : ''}>${name}</a>`)}</nav>
<form role="search" aria-label="Quick search" action="/catalog" method="get"><label class="hidden" for="q-top">Search tools and servers</label><input id="q-top" type="search" name="q" placeholder="Search tools and servers" maxlength="200"><button type="submit">Search</button></form>
</div>
</header>
<main id="main" class="wide">
${trail.length === 0 ? '' : html`<nav class="trail" aria-label="Where you are"><ol>${trail.map(([name, at]) => html`<li><a href="${at}">${name}</a></li>`)}<li aria-current="page">${title}</li></ol></nav>`}
${body}
</main>
<footer class="bottom"><div class="wide"><p>Classes are made by a program from names, parameters and descriptions; descriptions are quoted from their authors with their source. Toolgate is open source under Apache-2.0.</p><p><a href="/llms.txt">llms.txt</a> <a href="/sitemap.xml">Sitemap</a> <a href="/v0.1/servers">Registry API</a></p></div></footer>
</body>
</html>`;
}
