import { useMemo } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { useVerb } from '../../api/use-verb.ts';
import type { KnownTool } from './builder/editing.tsx';

const none: readonly KnownTool[] = [];

/** The tools of the server that the policy is looked at for. */
export function useTools(server: string | undefined): { tools: readonly KnownTool[]; pending: boolean } {
  const listed = useVerb('server.tools', { slug: server ?? '' }, { enabled: server !== undefined });
  const waiting = usePages(
    'definition.list',
    server === undefined ? { state: 'waiting' } : { server, state: 'waiting' },
  );
  const quarantined = waiting.items;
  const tools = useMemo(
    () =>
      listed.data?.tools.map((tool): KnownTool => {
        const { definition } = tool;
        const schema =
          typeof definition === 'object' && definition !== null && 'inputSchema' in definition
            ? definition.inputSchema
            : {};
        return {
          name: tool.name,
          description: tool.description,
          category: tool.category,
          severity: tool.severity,
          inputSchema: schema as KnownTool['inputSchema'],
          quarantined: quarantined.some((one) => one.tool === tool.name),
        };
      }) ?? none,
    [listed.data, quarantined],
  );
  return { tools, pending: listed.isPending };
}
