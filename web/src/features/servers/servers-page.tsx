import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { Answered, Badge, Button, Empty, Input, Page, Table } from '../../ui/index.ts';
import { stopsServer, useStops } from '../stops/use-stops.ts';
import { Health } from './health.tsx';

type Server = Output<'server.list'>['items'][number];

export function ServersPage() {
  const navigate = useNavigate();
  const may = useMay('servers:write');
  const [typed, setTyped] = useState('');
  const stops = useStops();
  const { items, query, rest } = usePages('server.list', typed === '' ? {} : { q: typed }, { refetchMs: 10_000 });
  const register = may && (
    <Button look="primary" icon="plus" onClick={() => void navigate({ to: '/servers/new' })}>
      Register a server
    </Button>
  );
  return (
    <Page title="Servers" lead="What agents can reach, and nothing else." actions={register}>
      <div className="mb-3">
        <Input
          type="search"
          aria-label="Filter servers"
          placeholder="Filter by name"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="w-64 max-w-full"
        />
      </div>
      <Answered query={query}>
        {items.length === 0 ? (
          typed === '' ? (
            <Empty icon="servers" title="No server yet" action={register}>
              Register one by its URL. A server that is a process on this machine is declared in{' '}
              <code>toolgate.yaml</code>, so that no request can ever choose what is started.
            </Empty>
          ) : (
            <p className="py-8 text-center text-ink-2">No server is called that.</p>
          )
        ) : (
          <Table<Server>
            label="Servers"
            items={items}
            keyOf={({ slug }) => slug}
            onOpen={({ slug }) => void navigate({ to: '/servers/$server', params: { server: slug } })}
            rest={rest}
            columns={[
              {
                id: 'name',
                head: 'Server',
                width: 'minmax(0,2fr)',
                cell: (server) => (
                  <span className="block min-w-0">
                    <Link
                      to="/servers/$server"
                      params={{ server: server.slug }}
                      className="foreign block truncate font-medium"
                      tabIndex={-1}
                    >
                      {server.name}
                    </Link>
                    <span className="block truncate font-mono text-2xs text-ink-3">{server.slug}</span>
                  </span>
                ),
              },
              {
                id: 'health',
                head: 'State',
                width: '7rem',
                cell: (server) => (
                  <Health health={server.health} stopped={stops.some((stop) => stopsServer(stop, server.slug))} />
                ),
              },
              {
                id: 'at',
                head: 'Reached at',
                width: 'minmax(0,2fr)',
                wide: true,
                cell: (server) => (
                  <span className="block truncate font-mono text-xs text-ink-2">
                    {server.url ?? 'a process of this machine'}
                  </span>
                ),
              },
              {
                id: 'pinned',
                head: 'Definitions',
                width: '8rem',
                wide: true,
                cell: (server) =>
                  server.pinned ? (
                    <Badge tone="accent" icon="pin">
                      pinned
                    </Badge>
                  ) : (
                    <Badge>not pinned</Badge>
                  ),
              },
              {
                id: 'origin',
                head: 'Declared',
                width: '6rem',
                wide: true,
                cell: (server) => <Badge>{server.origin === 'file' ? 'in the file' : 'here'}</Badge>,
              },
            ]}
          />
        )}
      </Answered>
    </Page>
  );
}
