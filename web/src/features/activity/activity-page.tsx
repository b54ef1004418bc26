import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useVerb } from '../../api/use-verb.ts';
import { Answered, Button, Drawer, Empty, Icon, Page, ProblemNote, Segmented, Table } from '../../ui/index.ts';
import { callColumns } from './call-columns.tsx';
import { CallFilters, filterOf } from './call-filters.tsx';
import { type Call, callOf } from './call-record.ts';
import { CallStory } from './call-story.tsx';
import { Events } from './events.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useTail } from './use-tail.ts';

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
  const { grant, server, tool, outcome, span, order, call: open } = useSearch({ strict: false });
  const [wantsLive, setLive] = useState(true);
  const filter = useMemo(() => filterOf({ grant, server, tool, outcome, span }), [grant, server, tool, outcome, span]);
  // What comes now stands at the other end of what came first, and is of no day that is over.
  const over = filter.until !== undefined;
  const live = wantsLive && order === undefined && !over;
  const { items, query, rest } = usePages(
    'call.list',
    { ...filter, limit: 100, ...(order === undefined ? {} : { order }) },
    { keep: true, further: 1_000 },
  );
  const tail = useTail(filter, live && query.isSuccess && !query.isPlaceholderData, items[0]?.id ?? 0);
  const calls = useMemo(() => {
    const known = new Set(tail.calls.map(({ id }) => id));
    const listed = items.map(callOf);
    return order === 'oldest' || tail.calls.length === 0
      ? listed
      : [...tail.calls, ...listed.filter(({ id }) => !known.has(id))];
  }, [tail.calls, items, order]);
  const set = (change: Readonly<Record<string, string | number | undefined>>): void => {
    void navigate({
      to: '/activity',
      search: (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''),
        ),
      replace: true,
    });
  };
  const listed = calls.find(({ id }) => id === open);
  // An address that somebody sent may name a call that is far down.
  const asked = useVerb(
    'call.show',
    { id: open ?? 0 },
    { enabled: open !== undefined && listed === undefined && !query.isPending },
  );
  const columns = callColumns(order ?? 'newest', () => set({ order: order === 'oldest' ? undefined : 'oldest' }));
  const shown = listed ?? (asked.data?.id === open && asked.data !== undefined ? callOf(asked.data) : undefined);
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <CallFilters filter={{ grant, server, tool, outcome, span }} onChange={set} />
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
          {tail.live
            ? 'live'
            : live
              ? 'connecting…'
              : over
                ? 'a day that is over'
                : order === 'oldest'
                  ? 'oldest first'
                  : 'paused'}
        </span>
        <Button
          small
          icon={live ? 'pause' : 'play'}
          onClick={() => {
            setLive(!live);
            if (!live) set({ order: undefined, ...(over ? { span: undefined } : {}) });
          }}
        >
          {live ? 'Pause' : 'Go on'}
        </Button>
        <ExportMenu verb="call.export" filter={filter} file="calls" />
      </div>
      {shown === undefined && asked.isError && <ProblemNote problem={asked.error} className="mb-3" />}
      <Answered query={query} rows={8}>
        {calls.length === 0 ? (
          <Empty icon="activity" title={filtered ? 'No call is like that' : 'No call yet'}>
            {filtered
              ? over
                ? 'Take a filter away, or look at another day.'
                : 'Take a filter away, or wait: new calls appear here as they come.'
              : 'As soon as an agent calls a tool through Toolgate, the call appears here with what was decided, and why.'}
          </Empty>
        ) : (
          <Table<Call>
            label="Calls"
            items={calls}
            keyOf={({ id }) => String(id)}
            rest={rest}
            onOpen={({ id }) => set({ call: id })}
            columns={columns}
          />
        )}
      </Answered>
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
