import type { Override, ServerRecord } from '../store/record.ts';

/** The first line of a bundle. */
export function bundleHeadLine(now: number): string {
  return `${JSON.stringify({ toolgate: 'catalog', version: 1, createdAt: new Date(now).toISOString() })}\n`;
}

/** The line of a server with what it lists. */
export function serverLineOf({ tools, ...server }: ServerRecord): string {
  const listed = tools?.map(({ definition, hash }) => ({ definition, hash }));
  return `${JSON.stringify({ kind: 'server', ...server, tools: listed })}\n`;
}

export function overrideLineOf(override: Override): string {
  return `${JSON.stringify({ kind: 'override', ...override })}\n`;
}
