import { type ServerKind, serverKinds } from './server-kinds.lexicon.ts';

const kindOfWord = new Map<string, ServerKind[]>();
for (const kind of Object.keys(serverKinds) as ServerKind[]) {
  for (const word of serverKinds[kind].trim().split(/\s+/))
    kindOfWord.set(word, [...(kindOfWord.get(word) ?? []), kind]);
}

/** Names that tools repeat in front of what they do: `gmail_draft_email` of a server that is called google. */
const brands = new Set(
  `gmail outlook slack discord telegram whatsapp github gitlab gitee jira confluence notion linear asana trello hubspot
  salesforce zendesk intercom stripe paypal shopify twitter linkedin reddit bluesky youtube spotify google microsoft azure
  aws gcp figma airtable todoist clickup dropbox onedrive sharepoint zoom teams excel grafana sentry datadog pagerduty`
    .trim()
    .split(/\s+/),
);

/** Whether a word is the name of a product and says nothing of what is done. */
export function isProduct(word: string): boolean {
  return brands.has(word) || word === 'playwright' || word === 'puppeteer' || word === 'selenium';
}

/** Products that a vendor's servers are named after, whatever else the name says: `hubspotcmsapi`, `githubapi`. */
const vendors = [...kindOfWord.keys()]
  .filter((word) => word.length >= 6)
  .sort((one, other) => other.length - one.length);

/** The trade of a word: as it stands, without what servers are called, or by the vendor that it begins with. */
function kindsOfWord(word: string): readonly ServerKind[] {
  const found = kindOfWord.get(word) ?? kindOfWord.get(word.replace(/(api|mcp|server|tools?)$/, ''));
  if (found !== undefined || !word.endsWith('api')) return found ?? [];
  return kindOfWord.get(vendors.find((vendor) => word.startsWith(vendor)) ?? '') ?? [];
}

/** The trades that a server's name tells, and the first word of a tool's name, which often repeats it. */
export function kindsOf(server: string, words: readonly string[]): ReadonlySet<ServerKind> {
  const kinds = new Set<ServerKind>();
  for (const word of [...ownWords(server), words[0] ?? '', words[0] === 'api' ? (words[1] ?? '') : '']) {
    for (const kind of kindsOfWord(word)) kinds.add(kind);
  }
  return kinds;
}

/** The words of a server's own name. In `registry:@owner/name` the owner says little of the trade and is left out. */
function ownWords(server: string): string[] {
  const own = server.slice(Math.max(server.lastIndexOf('/'), server.indexOf(':')) + 1);
  return wordsOf(own.replace(/^mcp$/, server));
}

/** Every word that a tool's name may repeat of its server, and those that say nothing anywhere. */
export function serverWords(server: string): ReadonlySet<string> {
  return new Set([...wordsOf(server), 'api', 'mcp', 'tool', 'rpc']);
}

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}
