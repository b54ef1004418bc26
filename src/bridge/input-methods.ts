/** What a server may ask of a client, in either era: as a request of its own, or as an entry of `inputRequests`. */
export const inputMethods: ReadonlySet<string> = new Set([
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
]);
