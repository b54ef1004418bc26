import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import {
  Answered,
  Button,
  Confirm,
  Drawer,
  Empty,
  Fact,
  Facts,
  moment,
  Page,
  Section,
  since,
  Table,
  toast,
} from '../../ui/index.ts';

type Message = Output<'message.list'>['items'][number];

/** What readers of the catalogue's pages wrote. Their words are text, and where they want an answer is their own claim. */
export function InboxPage() {
  const { items, query, rest } = usePages('message.list', {}, { refetchMs: 15_000 });
  const may = useMay('installation:write');
  const [open, setOpen] = useState<Message>();
  const [asked, setAsked] = useState(false);
  const remove = useChange('message.remove', () => {
    toast('The message is gone.');
    setAsked(false);
    setOpen(undefined);
  });
  return (
    <Page title="Inbox" lead="What readers of the catalogue’s pages wrote to you.">
      <Answered query={query}>
        {items.length === 0 ? (
          <Empty icon="inbox" title="Nobody has written">
            Each page of the{' '}
            <a className="link" href="/catalog">
              catalogue
            </a>{' '}
            ends with a form: “this class is wrong”, “this server is mine”. What is sent there arrives here, five
            messages an hour from one address at most.
          </Empty>
        ) : (
          <Table<Message>
            label="Messages"
            items={items}
            keyOf={({ id }) => id}
            onOpen={setOpen}
            rest={rest}
            columns={[
              {
                id: 'text',
                head: 'Message',
                width: 'minmax(0,4fr)',
                cell: ({ text }) => <span className="foreign block truncate whitespace-nowrap">{text}</span>,
              },
              {
                id: 'about',
                head: 'About',
                width: 'minmax(0,2fr)',
                wide: true,
                cell: ({ about }) => <code className="foreign block truncate text-2xs text-ink-2">{about}</code>,
              },
              {
                id: 'from',
                head: 'From',
                width: 'minmax(0,1.5fr)',
                cell: ({ from }) => (
                  <span className="foreign block truncate text-ink-2">{from === '' ? 'did not say' : from}</span>
                ),
              },
              {
                id: 'at',
                head: 'When',
                width: '5.5rem',
                end: true,
                cell: ({ createdAt }) => <span className="text-ink-2">{since(createdAt, Date.now())}</span>,
              },
            ]}
          />
        )}
      </Answered>
      <Drawer open={open !== undefined} onClose={() => setOpen(undefined)} title="A message">
        {open !== undefined && (
          <>
            <p className="foreign mb-6 text-base">{open.text}</p>
            <Section title="Who, and about what">
              <Facts look="lines">
                <Fact name="About">{open.about}</Fact>
                <Fact name="Answer to">{open.from === '' ? 'they did not say' : `${open.from} (as they say)`}</Fact>
                <Fact name="Address">{open.address}</Fact>
                <Fact name="Received">{moment(open.createdAt)}</Fact>
              </Facts>
            </Section>
            {may && (
              <Button icon="trash" onClick={() => setAsked(true)}>
                Remove this message…
              </Button>
            )}
          </>
        )}
      </Drawer>
      {asked && open !== undefined && (
        <Confirm
          title="Remove this message?"
          lead="It is gone for good, with who wrote it and what about."
          keep="Keep it"
          act="Remove it"
          onKeep={() => setAsked(false)}
          onAct={() => remove.mutate({ id: open.id })}
          change={remove}
        />
      )}
    </Page>
  );
}
