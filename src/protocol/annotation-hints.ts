/** What a server may say of its own tool, as MCP names it. `title` is shown and judged by nobody. */
export const annotationHints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;
