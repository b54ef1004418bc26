/** Far longer than any path to post to. */
const longest = 4096;

/**
 * Where messages are posted to, as the server's `endpoint` event says it. It must lie on the server's own origin: the
 * operator's headers go there, and nobody has allowed another address.
 *
 * @param base the URL of the stream
 * @param said the event's data: a URI, or a reference relative to the stream's
 * @returns path and query; `undefined` for what is no place of that origin
 */
export function endpointPath(base: URL, said: string): string | undefined {
  if (said.length > longest || !URL.canParse(said, base.href)) return undefined;
  const url = new URL(said, base);
  const same = url.protocol === base.protocol && url.host === base.host && url.username === '' && url.password === '';
  return same ? url.pathname + url.search : undefined;
}
