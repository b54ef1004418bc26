import { type ServerKind, serverKinds } from './server-kinds.lexicon.ts';

const kindOfWord = new Map<string, ServerKind[]>();
for (const kind of Object.keys(serverKinds) as ServerKind[]) {
  for (const word of serverKinds[kind].trim().split(/\s+/))
    kindOfWord.set(word, [...(kindOfWord.get(word) ?? []), kind]);
}

/** The trades that a server's name tells, and the first word of a tool's name, which often repeats it. */
export function kindsOf(server: string, words: readonly string[]): ReadonlySet<ServerKind> {
  const kinds = new Set<ServerKind>();
  for (const word of [...ownWords(server), words[0] ?? '', words[0] === 'api' ? (words[1] ?? '') : '']) {
    for (const kind of kindOfWord.get(word) ?? kindOfWord.get(word.replace(/(api|mcp|server|tools?)$/, '')) ?? []) {
      kinds.add(kind);
    }
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
  return new Set([...wordsOf(server), 'api', 'mcp', 'tool']);
}

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}
