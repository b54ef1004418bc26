import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { usePages } from '../../api/use-pages.ts';
import { Drawer, Empty, moment, ProblemNote, Skeleton, since, Table } from '../../ui/index.ts';
import { eventLine } from './event-line.ts';
import { ExportMenu } from './export-menu.tsx';

type Event = Output<'event.list'>['items'][number];

/** What was changed, by whom, and what happened to the gateway itself. */
export function Events() {
  const { items, query, rest } = usePages('event.list', {}, { refetchMs: 5_000 });
  const [open, setOpen] = useState<Event>();
  if (query.isPending) return <Skeleton rows={8} />;
  if (query.isError) return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0)
    return (
      <Empty icon="activity" title="Nothing was changed yet">
        Every change of a server, policy, grant or account stands here, in the same transaction as the change.
      </Empty>
    );
  return (
    <>
      <div className="mb-3 flex justify-end">
        <ExportMenu verb="event.export" filter={{}} file="changes" />
      </div>
      <Table<Event>
        label="Changes"
        items={items}
        keyOf={({ id }) => String(id)}
        rest={rest}
        onOpen={setOpen}
        columns={[
          {
            id: 'time',
            head: 'Time',
            width: '7rem',
            narrow: '4rem',
            cell: ({ record }) => (
              <time className="text-xs text-ink-2" title={moment(Number(record.time))}>
                {since(Number(record.time), Date.now())}
              </time>
            ),
          },
          {
            id: 'event',
            head: 'What',
            width: 'minmax(0,1.5fr)',
            narrow: 'minmax(0,2fr)',
            cell: ({ record, by }) => {
              const { name, title, about } = eventLine(record, by);
              return (
                <span className="block min-w-0">
                  <span title={name} className="block truncate font-medium">
                    {title}
                  </span>
                  <span className="foreign block truncate text-2xs text-ink-3 md:hidden">{about}</span>
                </span>
              );
            },
          },
          {
            id: 'detail',
            head: 'Of what',
            width: 'minmax(0,4fr)',
            wide: true,
            cell: ({ record, by }) => (
              <span className="foreign block truncate text-xs text-ink-2">{eventLine(record, by).about}</span>
            ),
          },
          {
            id: 'by',
            head: 'By',
            width: 'minmax(0,1fr)',
            cell: ({ record, by }) => (
              <span className="foreign block truncate text-xs">{eventLine(record, by).by}</span>
            ),
          },
        ]}
      />
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open === undefined ? '' : eventLine(open.record, open.by).title}
      >
        <pre className="foreign rounded-md border border-line bg-sunken p-3 text-xs">
          {JSON.stringify(open?.record, null, 2)}
        </pre>
      </Drawer>
    </>
  );
}
