import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useVerb } from '../../api/use-verb.ts';
import {
  Answered,
  Badge,
  Button,
  Drawer,
  Empty,
  Icon,
  Page,
  ProblemNote,
  Section,
  Stat,
  Stats,
} from '../../ui/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { StoppedNote } from '../stops/stopped-note.tsx';
import { stopsServer, stopsTool, useStops } from '../stops/use-stops.ts';
import { FirstCallLink } from '../welcome/first-call-link.tsx';
import { Definition } from './definition.tsx';
import { Health } from './health.tsx';
import { ServerMenu } from './server-menu.tsx';
import { ServerReach } from './server-reach.tsx';
import { StopTool } from './stop-tool.tsx';
import { ToolDetail } from './tool-detail.tsx';
import { ToolHistory } from './tool-history.tsx';
import { ToolsTable } from './tools-table.tsx';

type Tool = Output<'server.tools'>['tools'][number];

export function ServerPage() {
  const { server: slug } = useParams({ strict: false }) as { server: string };
  const server = useVerb('server.show', { slug }, { refetchMs: 10_000 });
  const tools = useVerb('server.tools', { slug });
  const { refetch } = server;
  const { dataUpdatedAt: asked } = tools;
  // That it was asked for its tools is how the gateway knows that it is up.
  useEffect(() => {
    if (asked > 0) void refetch();
  }, [asked, refetch]);
  const waiting = usePages('definition.list', { server: slug, state: 'waiting' }, { refetchMs: 10_000 });
  const writes = useMay('policies:read');
  const policies = useMay('policies:write');
  const reads = useMay('calls:read');
  const grants = useMay('grants:write') && policies;
  const now = useNow(10_000);
  const [open, setOpen] = useState<Tool>();
  const [definition, setDefinition] = useState<string>();
  const stops = useStops();
  if (server.isError) {
    return (
      <Page title={slug}>
        <ProblemNote problem={server.error} onRetry={() => void server.refetch()} />
      </Page>
    );
  }
  const shown = server.data;
  const list = tools.data?.tools ?? [];
  const grave = list.filter(({ severity }) => severity === 'high' || severity === 'critical').length;
  const found = list.reduce((sum, tool) => sum + tool.findings.length, 0);
  return (
    <Page
      title={shown?.name ?? slug}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <code className="foreign text-xs">
            {shown?.url ?? (shown === undefined ? '' : 'a process of this machine')}
          </code>
          {shown !== undefined && <Health health={shown.health} />}
          {shown?.origin === 'file' && <Badge>declared in the file</Badge>}
        </span>
      }
      actions={
        <>
          {writes && (
            <Link
              to="/policies"
              search={{ server: slug }}
              className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-medium shadow-card hover:bg-hover"
            >
              <Icon name="policies" /> Policies
            </Link>
          )}
          {shown !== undefined && <ServerMenu server={shown} />}
        </>
      }
    >
      <StoppedNote stops={stops.filter((stop) => stopsServer(stop, slug))} />
      {shown?.grants === 0 && grants && (
        <FirstCallLink server={slug}>
          No grant opens it: nobody can call it. Let an agent call it, in five steps
        </FirstCallLink>
      )}
      <Stats>
        <Stat label="Tools" value={tools.data === undefined ? '–' : list.length} />
        <Stat
          label="High or critical"
          value={tools.data === undefined ? '–' : grave}
          {...(grave > 0 ? { tone: 'ask' as const } : {})}
        />
        <Stat
          label="Findings"
          value={tools.data === undefined ? '–' : found}
          {...(found > 0 ? { tone: 'ask' as const } : {})}
        />
        <Stat label="Grants that open it" value={shown?.grants ?? '–'} />
      </Stats>
      {waiting.items.length > 0 && (
        <Section
          title="Definitions that wait for you"
          hint="New or changed since they were approved: not listed, and every call is refused, until somebody looks at the difference."
        >
          <div className="divide-y divide-line overflow-hidden rounded-lg border border-ask/40 bg-ask-soft/40">
            {waiting.items.map((one) => (
              <div key={one.id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
                <Badge tone="ask" icon="warning">
                  {one.change ?? 'new'}
                </Badge>
                <span className="foreign min-w-0 flex-1 truncate font-mono text-xs font-medium">{one.tool}</span>
                <Button small onClick={() => setDefinition(one.id)}>
                  Look at the difference
                </Button>
              </div>
            ))}
          </div>
        </Section>
      )}
      <Section
        title="Tools"
        hint="As the server lists them now. The class is Toolgate’s own; what the server’s author says of a tool only ever makes it graver."
      >
        <Answered query={tools} rows={6}>
          {list.length === 0 ? (
            <Empty icon="servers" title="It lists no tool">
              The server answers, and offers nothing.
            </Empty>
          ) : (
            <ToolsTable server={slug} tools={list} stops={stops} onOpen={setOpen} />
          )}
        </Answered>
        {(tools.data?.unusable.length ?? 0) > 0 && (
          <p className="foreign mt-2 text-xs text-ask">
            {tools.data?.unusable.length} more cannot be offered:{' '}
            {tools.data?.unusable.map(({ name, reason }) => `${name ?? 'one without a name'} (${reason})`).join(', ')}
          </p>
        )}
      </Section>
      {reads && <ServerReach slug={slug} now={now} />}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={<code className="text-base">{open?.name}</code>}
      >
        {open !== undefined && (
          <>
            <StoppedNote stops={stops.filter((stop) => stopsTool(stop, slug, open.name))} />
            <ToolDetail tool={open} />
            <StopTool server={slug} tool={open.name} />
            <ToolHistory server={slug} tool={open.name} />
          </>
        )}
      </Drawer>
      <Drawer open={definition !== undefined} onClose={() => setDefinition(undefined)} title="A definition to decide">
        {definition !== undefined && <Definition id={definition} onDecided={() => setDefinition(undefined)} />}
      </Drawer>
    </Page>
  );
}
