import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { useChange, useVerb } from '../../api/use-verb.ts';
import {
  Answered,
  Badge,
  Button,
  Confirm,
  Empty,
  IconButton,
  ProblemNote,
  Section,
  since,
  Table,
  toast,
} from '../../ui/index.ts';
import { Deliveries } from './deliveries.tsx';
import { messageWord } from './message-words.table.ts';
import { NewChannel } from './new-channel.tsx';

type Channel = Output<'channel.list'>['items'][number];

/** Who is told of what happens: signed webhooks, a chat, mail, a collector of OpenTelemetry. */
export function Notifications() {
  const channels = useVerb('channel.list', {});
  const items = channels.data?.items ?? [];
  const may = useMay('notifications:write');
  const [asked, setAsked] = useState(false);
  const [removing, setRemoving] = useState<Channel>();
  const remove = useChange('channel.remove', () => {
    toast('The channel is gone.');
    setRemoving(undefined);
  });
  const test = useChange('channel.test', () => toast('A message is on its way: how it ended is below.'));
  const create = may && (
    <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
      New channel
    </Button>
  );
  return (
    <>
      <Section
        title="Channels"
        hint="Approvals that wait, quarantined definitions, stops, a broken chain: told to signed webhooks, a chat, or by mail; every record to a collector of OpenTelemetry."
        actions={create}
      >
        <Answered query={channels}>
          {items.length === 0 ? (
            <Empty icon="inbox" title="Nobody is told yet" action={create}>
              A channel hears of what cannot wait: a call that needs a person, a tool that changed behind its name.
              Messages are kept until they are delivered, and each webhook is signed.
            </Empty>
          ) : (
            <Table<Channel>
              label="Channels"
              items={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  id: 'name',
                  head: 'Channel',
                  width: 'minmax(0,2fr)',
                  cell: ({ name }) => <span className="foreign block truncate font-medium">{name}</span>,
                },
                { id: 'kind', head: 'Kind', width: '6rem', cell: ({ kind }) => <Badge>{kind}</Badge> },
                {
                  id: 'types',
                  head: 'Is told of',
                  width: 'minmax(0,3fr)',
                  wide: true,
                  cell: ({ types }) => (
                    <span className="block truncate text-ink-2">
                      {types.length === 0 ? 'everything' : types.map(messageWord).join(', ')}
                    </span>
                  ),
                },
                {
                  id: 'made',
                  head: 'Made',
                  width: '5.5rem',
                  wide: true,
                  cell: ({ createdAt }) => (
                    <span className="text-ink-2">
                      {createdAt === null ? 'in the file' : since(createdAt, Date.now())}
                    </span>
                  ),
                },
                {
                  id: 'more',
                  head: <span className="sr-only">Test and remove</span>,
                  width: '7rem',
                  end: true,
                  cell: (channel) =>
                    may && (
                      <span className="flex justify-end gap-1">
                        <Button
                          small
                          busy={test.isPending && test.variables.id === channel.id}
                          onClick={() => test.mutate({ id: channel.id })}
                        >
                          Test
                        </Button>
                        {channel.origin === 'stored' ? (
                          <IconButton
                            icon="trash"
                            label={`Remove ${channel.name}`}
                            onClick={() => setRemoving(channel)}
                          />
                        ) : (
                          <span className="w-7" />
                        )}
                      </span>
                    ),
                },
              ]}
            />
          )}
        </Answered>
        {test.isError && <ProblemNote problem={test.error} className="mt-3" />}
      </Section>
      <Deliveries channels={items} />
      {asked && <NewChannel onClose={() => setAsked(false)} />}
      {removing !== undefined && (
        <Confirm
          title={`Remove ${removing.name}?`}
          lead="It is told nothing more, what it was still to be told included. This cannot be undone."
          keep="Keep it"
          act="Remove"
          onKeep={() => setRemoving(undefined)}
          onAct={() => remove.mutate({ id: removing.id })}
          change={remove}
        />
      )}
    </>
  );
}
