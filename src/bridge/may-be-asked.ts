import { isJsonObject, type JsonObject } from '../protocol/index.ts';

/**
 * Whether a client has declared that it answers a question. A server must not ask what was not declared (SEP-2322,
 * server requirement 6); a bare `elicitation: {}` declares forms, as it did before there were links.
 *
 * @param params of the question
 * @param capabilities as declared, less what policy does not let the server ask
 */
export function mayBeAsked(method: string, params: JsonObject, capabilities: JsonObject): boolean {
  const declared = capabilities[method.slice(0, method.indexOf('/'))];
  if (!isJsonObject(declared)) return false;
  switch (method) {
    case 'roots/list':
      return true;
    case 'sampling/createMessage':
      return (params.tools === undefined && params.toolChoice === undefined) || isJsonObject(declared.tools);
    case 'elicitation/create':
      if (params.mode === 'url') return isJsonObject(declared.url);
      return (
        (params.mode === undefined || params.mode === 'form') &&
        (isJsonObject(declared.form) || declared.url === undefined)
      );
    default:
      return false;
  }
}
