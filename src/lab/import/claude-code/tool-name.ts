/** Claude Code shows whatever is no letter, digit, `_` or `-` in the name of a server or tool as `_`. */
export function shownName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_');
}

/** What stands before the names of a server's tools. */
export function toolPrefix(server: string): string {
  return `mcp__${shownName(server)}__`;
}
