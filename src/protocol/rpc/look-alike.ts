/** Every name that an MCP revision gives a member of `params` or `params._meta`; what decides, and what is routed by. */
const known = `
  _meta arguments argument name uri ref context cursor level task taskId requestId reason progressToken progress total
  message requestState inputResponses protocolVersion capabilities clientInfo notifications status elicitationId data
  logger io.modelcontextprotocol/protocolVersion io.modelcontextprotocol/clientCapabilities
  io.modelcontextprotocol/clientInfo io.modelcontextprotocol/logLevel io.modelcontextprotocol/subscriptionId
  io.modelcontextprotocol/related-task`
  .trim()
  .split(/\s+/);

/** What is left of İ when it becomes lower case. */
const DOT_ABOVE = String.fromCodePoint(0x307);

const exact: ReadonlySet<string> = new Set(known);
const folded: ReadonlySet<string> = new Set(known.map(fold));

/**
 * Whether a decoder that folds case, Unicode compatibility or separators could take a key for a known one that it is
 * not (threats B02). Go's `encoding/json` takes `NAME`, `ſ` for s and the Kelvin sign for k, its second version also
 * leaves out `_` and `-`; Java's `equalsIgnoreCase` takes both Turkish i's. We never fold: such a key is refused.
 */
export function isLookAlike(key: string): boolean {
  return !exact.has(key) && folded.has(fold(key));
}

function fold(key: string): string {
  return key.normalize('NFKC').toUpperCase().toLowerCase().replace(/[-_]/g, '').replaceAll(DOT_ABOVE, '');
}
