import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { send } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import {
  Button,
  Drawer,
  Empty,
  Icon,
  Input,
  Menu,
  MenuItem,
  moment,
  Outcome,
  Page,
  ProblemNote,
  Segmented,
  Select,
  Skeleton,
  Table,
  toast,
} from '../../ui/index.ts';
import { type Call, callOf } from './call-record.ts';
import { CallStory } from './call-story.tsx';
import { Events } from './events.tsx';
import { useTail } from './use-tail.ts';

const outcomes = ['allow', 'deny', 'hold', 'hidden', 'would_deny', 'would_hold', 'error', 'refused'] as const;
type OutcomeName = (typeof outcomes)[number];

const isOutcome = (text: string | undefined): text is OutcomeName => outcomes.some((name) => name === text);

/** Every judged call as it comes, and all that came before; the filters stand in the address. */
export function ActivityPage() {
  const search = useSearch({ strict: false });
  const events = useMay('events:read');
  const navigate = useNavigate();
  const log = search.log ?? 'calls';
  return (
    <Page
      wide
      title="Activity"
      lead="Every call that was judged, and every change that was made, on a record that cannot be edited unnoticed."
      actions={
        events && (
          <Segmented
            label="Log"
            value={log}
            options={[
              { value: 'calls', label: 'Calls' },
              { value: 'changes', label: 'Changes' },
            ]}
            onChange={(next) => void navigate({ to: '/activity', search: next === 'calls' ? {} : { log: 'changes' } })}
          />
        )
      }
    >
      {log === 'changes' ? <Events /> : <Calls />}
    </Page>
  );
}

function Calls() {
  const navigate = useNavigate();
  const { grant, server, tool, outcome, call: open } = useSearch({ strict: false });
  const [live, setLive] = useState(true);
  const filter = useMemo(
    () => ({
      ...(grant === undefined ? {} : { grant }),
      ...(server === undefined ? {} : { server }),
      ...(tool === undefined ? {} : { tool }),
      ...(isOutcome(outcome) ? { outcome } : {}),
    }),
    [grant, server, tool, outcome],
  );
  const tail = useTail(filter, live);
  const { items, query, more } = usePages('call.list', filter);
  const calls = useMemo(() => {
    const known = new Set(tail.calls.map(({ id }) => id));
    return [...tail.calls, ...items.map(callOf).filter(({ id }) => !known.has(id))];
  }, [tail.calls, items]);
  const set = (change: Readonly<Record<string, string | number | undefined>>): void => {
    const next = Object.fromEntries(
      Object.entries({ grant, server, tool, outcome, call: open, ...change }).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    );
    void navigate({ to: '/activity', search: next, replace: true });
  };
  const shown = calls.find(({ id }) => id === open);
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Input
          small
          type="search"
          aria-label="Tool, prompt or resource"
          placeholder="Tool"
          value={tool ?? ''}
          className="w-40"
          onChange={({ target }) => set({ tool: target.value })}
        />
        <Input
          small
          type="search"
          aria-label="Grant"
          placeholder="Grant"
          value={grant ?? ''}
          className="w-36"
          onChange={({ target }) => set({ grant: target.value })}
        />
        <Input
          small
          type="search"
          aria-label="Server"
          placeholder="Server"
          value={server ?? ''}
          className="w-36"
          onChange={({ target }) => set({ server: target.value })}
        />
        <Select
          small
          aria-label="Outcome"
          className="w-36"
          value={outcome ?? ''}
          onChange={({ target }) => set({ outcome: target.value })}
        >
          <option value="">any outcome</option>
          {outcomes.map((name) => (
            <option key={name} value={name}>
              {name.replace('_', ' ')}
            </option>
          ))}
        </Select>
        {filtered && (
          <Button
            small
            look="quiet"
            icon="close"
            onClick={() => void navigate({ to: '/activity', search: {}, replace: true })}
          >
            Clear
          </Button>
        )}
        <span className="flex-1" />
        <span className="flex items-center gap-1.5 text-xs text-ink-2" role="status">
          <span
            className={tail.live ? 'size-2 animate-pulse-slow rounded-full bg-allow' : 'size-2 rounded-full bg-ink-3'}
          />
          {tail.live ? 'live' : live ? 'connecting…' : 'paused'}
        </span>
        <Button small icon={live ? 'pause' : 'play'} onClick={() => setLive(!live)}>
          {live ? 'Pause' : 'Go on'}
        </Button>
        <Menu
          trigger={
            <Button small icon="external">
              Export
            </Button>
          }
        >
          <MenuItem onSelect={() => void save('jsonl', filter)}>JSON lines</MenuItem>
          <MenuItem onSelect={() => void save('csv', filter)}>CSV, safe in a spreadsheet</MenuItem>
        </Menu>
      </div>
      {query.isPending ? (
        <Skeleton rows={8} />
      ) : query.isError ? (
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      ) : calls.length === 0 ? (
        <Empty icon="activity" title={filtered ? 'No call is like that' : 'No call yet'}>
          {filtered
            ? 'Take a filter away, or wait: new calls appear here as they come.'
            : 'As soon as an agent calls a tool through Toolgate, the call appears here with what was decided, and why.'}
        </Empty>
      ) : (
        <Table<Call>
          label="Calls"
          items={calls}
          keyOf={({ id }) => String(id)}
          onEnd={more}
          onOpen={({ id }) => set({ call: id })}
          columns={[
            {
              id: 'time',
              head: 'Time',
              width: '6rem',
              cell: (call) => (
                <time title={moment(call.time)} className="text-xs text-ink-2 tabular-nums">
                  {clockTime(call.time)}
                </time>
              ),
            },
            { id: 'outcome', head: 'Outcome', width: '7rem', cell: (call) => <Outcome outcome={call.outcome} /> },
            {
              id: 'subject',
              head: 'Tool',
              width: 'minmax(0,3fr)',
              cell: (call) => (
                <span className="block min-w-0">
                  <span className="foreign block truncate font-mono text-xs font-medium">
                    {call.subject || call.method}
                  </span>
                  <span className="block truncate text-2xs text-ink-3 md:hidden">{call.grant}</span>
                </span>
              ),
            },
            {
              id: 'server',
              head: 'Server',
              width: 'minmax(0,1.5fr)',
              wide: true,
              cell: (call) => <span className="block truncate">{call.server}</span>,
            },
            {
              id: 'grant',
              head: 'Grant',
              width: 'minmax(0,1.5fr)',
              wide: true,
              cell: (call) => <span className="foreign block truncate">{call.grant}</span>,
            },
            {
              id: 'why',
              head: 'Why',
              width: 'minmax(0,2fr)',
              wide: true,
              cell: (call) => (
                <span className="block min-w-0">
                  <code className="block truncate text-2xs">{call.code}</code>
                  <code className="foreign block truncate text-2xs text-ink-3">{call.rule}</code>
                </span>
              ),
            },
            {
              id: 'ms',
              head: 'Took',
              width: '4.5rem',
              wide: true,
              end: true,
              cell: (call) => (
                <span className="text-xs text-ink-2">{call.count > 1 ? `× ${call.count}` : took(call.ms)}</span>
              ),
            },
          ]}
        />
      )}
      <Drawer
        open={shown !== undefined}
        onClose={() => set({ call: undefined })}
        title={
          <span className="flex items-center gap-2">
            <Icon name="activity" className="text-ink-3" />
            <code className="text-base">{shown?.subject || shown?.method}</code>
          </span>
        }
      >
        {shown !== undefined && <CallStory call={shown} />}
      </Drawer>
    </>
  );
}

/** A duration as short as it can be told apart. */
const took = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1_000)} s`);

const clockTime = (time: number): string => new Date(time).toLocaleTimeString('en', { hour12: false });

/** Saves all matching calls as a file: fetched with the token, which no link could carry. */
async function save(format: 'jsonl' | 'csv', filter: object): Promise<void> {
  try {
    const response = await send('call.export', { format, ...filter });
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = `calls.${format}`;
    link.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    toast(error instanceof Error ? error.message : 'It could not be exported.', 'deny');
  }
}
