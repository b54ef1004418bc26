import type { Output } from '../../api/call.ts';
import { Badge, Category, Severity, Table } from '../../ui/index.ts';
import { type Stop, stopsTool } from '../stops/use-stops.ts';

type Tool = Output<'server.tools'>['tools'][number];

/** The tools of a server, by how far each could go. */
export function ToolsTable(props: {
  readonly server: string;
  readonly tools: readonly Tool[];
  readonly stops: readonly Stop[];
  readonly onOpen: (tool: Tool) => void;
}) {
  const { server, tools, stops, onOpen } = props;
  return (
    <Table<Tool>
      label="Tools"
      items={tools}
      keyOf={({ name }) => name}
      onOpen={onOpen}
      columns={[
        {
          id: 'name',
          head: 'Tool',
          width: 'minmax(0,3fr)',
          cell: (tool) => (
            <span className="block min-w-0">
              <span className="foreign block truncate font-mono text-xs font-medium">{tool.name}</span>
              {stops.some((stop) => stopsTool(stop, server, tool.name)) ? (
                <Badge tone="deny" icon="stop">
                  stopped
                </Badge>
              ) : (
                <span className="foreign block truncate text-2xs text-ink-3">{tool.description}</span>
              )}
            </span>
          ),
        },
        {
          id: 'severity',
          head: 'Severity',
          width: '6rem',
          cell: (tool) => <Severity severity={tool.severity} />,
        },
        {
          id: 'category',
          head: 'Class',
          width: '7rem',
          wide: true,
          cell: (tool) => <Category category={tool.category} />,
        },
        {
          id: 'findings',
          head: 'Findings',
          width: '6rem',
          wide: true,
          cell: (tool) =>
            tool.findings.length === 0 ? (
              <span className="text-ink-3">none</span>
            ) : (
              <Badge tone="ask" icon="warning">
                {tool.findings.length}
              </Badge>
            ),
        },
        {
          id: 'hash',
          head: 'Hash',
          width: '6.5rem',
          wide: true,
          cell: (tool) => <code className="text-2xs text-ink-3">{tool.hash.slice(0, 12)}</code>,
        },
      ]}
    />
  );
}
