import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Answered, Badge, Button, Section, Segmented, since, Table, toast } from '../../ui/index.ts';
import { messageWord } from './message-words.table.ts';

type Delivery = Output<'delivery.list'>['items'][number];

const states = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'sent', label: 'Delivered' },
  { value: 'dead', label: 'Failed' },
] as const;

/** What was told, what is still to be told, and what could not be. */
export function Deliveries({
  channels,
}: {
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}) {
  const may = useMay('notifications:write');
  const [state, setState] = useState<(typeof states)[number]['value']>('all');
  const { items, query, rest } = usePages('delivery.list', { state }, { refetchMs: 3_000 });
  // The newest first: of those that wait, the one that waits longest is due last.
  const shown = state === 'all' ? items.toSorted((a, b) => b.createdAt - a.createdAt) : items;
  const retry = useChange('delivery.retry', () => toast('It is tried again, as if for the first time.'));
  return (
    <Section
      title="Deliveries"
      actions={<Segmented label="Which deliveries" value={state} options={states} onChange={setState} />}
    >
      <Answered query={query} rows={3}>
        {items.length === 0 ? (
          <p className="rounded-lg border border-line bg-surface px-4 py-3 text-ink-2">
            {state === 'sent' || state === 'all'
              ? 'Nothing was told yet.'
              : state === 'dead'
                ? 'Nothing failed for good.'
                : 'Nothing waits.'}
          </p>
        ) : (
          <Table<Delivery>
            label="Deliveries"
            items={shown}
            keyOf={({ id }) => id}
            rest={rest}
            columns={[
              {
                id: 'type',
                head: 'Message',
                width: 'minmax(0,2fr)',
                narrow: 'minmax(0,3fr)',
                cell: ({ type, error }) => (
                  <span className="block min-w-0">
                    <span title={type} className="block truncate">
                      {messageWord(type)}
                    </span>
                    <span title={error ?? undefined} className="foreign block truncate text-2xs text-ink-3 md:hidden">
                      {error}
                    </span>
                  </span>
                ),
              },
              {
                id: 'channel',
                head: 'To',
                width: 'minmax(0,1.5fr)',
                cell: ({ channel }) => (
                  <span className="foreign block truncate">
                    {channels.find(({ id }) => id === channel)?.name ?? channel}
                  </span>
                ),
              },
              {
                id: 'how',
                head: 'How it went',
                width: 'minmax(0,3fr)',
                wide: true,
                cell: ({ error, attempts }) => (
                  <span title={error ?? undefined} className="foreign block truncate text-ink-2">
                    {error ??
                      (attempts === 0 ? 'not tried yet' : attempts === 1 ? 'at once' : `after ${attempts} attempts`)}
                  </span>
                ),
              },
              {
                id: 'when',
                head: 'When',
                width: '5.5rem',
                cell: ({ endedAt, dueAt }) => <span className="text-ink-2">{since(endedAt ?? dueAt, Date.now())}</span>,
              },
              {
                id: 'again',
                head: <span className="sr-only">Again</span>,
                width: '5.5rem',
                end: true,
                cell: ({ id, state: is }) =>
                  is === 'dead' && may ? (
                    <Button small onClick={() => retry.mutate({ id })}>
                      Try again
                    </Button>
                  ) : (
                    <Badge tone={is === 'sent' ? 'allow' : is === 'dead' ? 'deny' : 'neutral'}>
                      {is === 'sent' ? 'delivered' : is === 'dead' ? 'failed' : 'waiting'}
                    </Badge>
                  ),
              },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}
