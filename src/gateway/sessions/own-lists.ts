import { isJsonObject, type JsonObject } from '../../protocol/index.ts';

/**
 * Of a server that lists tools, prompts or resources: its capabilities, with the word that these lists change. Whether or
 * not they do at the server, they do here, where a policy, a stop or a quarantine shows more of them or less.
 */
export function withOwnLists(capabilities: JsonObject): JsonObject {
  const changing = ['tools', 'prompts', 'resources'].flatMap((key) => {
    const own = capabilities[key];
    return own !== undefined && isJsonObject(own) ? [[key, { ...own, listChanged: true }] as const] : [];
  });
  return { ...capabilities, ...Object.fromEntries(changing) };
}
