import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { Answered, Badge, Button, Drawer, Empty, Icon, Input, Page, Segmented, since, Table } from '../../ui/index.ts';
import { stopsGrant, useStops } from '../stops/use-stops.ts';
import type { Grant } from './grant.ts';
import { GrantDetail } from './grant-detail.tsx';
import { GrantMenu } from './grant-menu.tsx';
import { GrantTabs } from './grant-tabs.tsx';
import { NewGrant } from './new-grant.tsx';
import { Opens } from './opens.tsx';

type State = 'active' | 'expired' | 'revoked' | 'all';

export function GrantsPage() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const may = useMay('grants:write');
  const stops = useStops();
  const [state, setState] = useState<State>('active');
  const [typed, setTyped] = useState(search.grant ?? '');
  const { items, query, rest } = usePages(
    'grant.list',
    { state, ...(typed === '' ? {} : { q: typed }) },
    { refetchMs: 15_000 },
  );
  const [opened, setOpened] = useState<Grant>();
  const open = (on: boolean): void => void navigate({ to: '/grants', search: on ? { new: 1 } : {} });
  const create = may && (
    <Button look="primary" icon="plus" onClick={() => open(true)}>
      New grant
    </Button>
  );
  return (
    <Page title="Grants" lead="Each agent’s own token, and what it opens under which policy." actions={create}>
      <GrantTabs />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Filter grants"
          placeholder="Filter by label"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="w-64 max-w-full"
        />
        <Segmented
          label="State"
          value={state}
          options={[
            { value: 'active', label: 'Active' },
            { value: 'expired', label: 'Expired' },
            { value: 'revoked', label: 'Revoked' },
            { value: 'all', label: 'All' },
          ]}
          onChange={setState}
        />
      </div>
      <Answered query={query}>
        {items.length === 0 ? (
          <Empty
            icon="grants"
            title={state === 'active' && typed === '' ? 'No grant yet' : 'No grant is like that'}
            action={create}
          >
            A grant is the token of one agent. It opens the servers that you name, each under a policy, and can be taken
            back at once.
          </Empty>
        ) : (
          <Table<Grant>
            label="Grants"
            items={items}
            keyOf={({ id }) => id}
            rest={rest}
            onOpen={setOpened}
            columns={[
              {
                id: 'label',
                head: 'Grant',
                width: 'minmax(0,2fr)',
                narrow: 'minmax(0,4fr)',
                cell: (grant) => <span className="foreign block truncate font-medium">{grant.label}</span>,
              },
              {
                id: 'reach',
                head: 'Opens',
                width: 'minmax(0,3fr)',
                cell: ({ servers }) => <Opens servers={servers} />,
              },
              {
                id: 'state',
                head: 'State',
                width: '6rem',
                narrow: '5.5rem',
                cell: (grant) =>
                  grant.state === 'active' && stops.some((stop) => stopsGrant(stop, grant)) ? (
                    <Badge tone="deny" icon="stop">
                      stopped
                    </Badge>
                  ) : grant.state === 'active' ? (
                    <Badge tone="allow" icon="check">
                      active
                    </Badge>
                  ) : (
                    <Badge tone="deny" icon="close">
                      {grant.state}
                    </Badge>
                  ),
              },
              {
                id: 'used',
                head: 'Last used',
                width: '6rem',
                wide: true,
                cell: ({ lastUsedAt }) => (
                  <span className="text-ink-2">{lastUsedAt === null ? 'never' : since(lastUsedAt, Date.now())}</span>
                ),
              },
              {
                id: 'expires',
                head: 'Expires',
                width: '6rem',
                wide: true,
                cell: ({ expiresAt }) => (
                  <span className="text-ink-2">{expiresAt === null ? 'never' : since(expiresAt, Date.now())}</span>
                ),
              },
              {
                id: 'more',
                head: <span className="sr-only">More</span>,
                width: '4rem',
                narrow: '3rem',
                end: true,
                cell: (grant) => (
                  <span className="flex items-center justify-end gap-1">
                    {grant.origin === 'file' && (
                      <Icon name="code" label="declared in the file" className="text-ink-3" />
                    )}
                    <GrantMenu grant={grant} />
                  </span>
                ),
              },
            ]}
          />
        )}
      </Answered>
      {search.new !== undefined && may && (
        <NewGrant onClose={() => open(false)} server={search.server} policy={search.policy} />
      )}
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={<span className="foreign">{opened?.label}</span>}
      >
        {opened !== undefined && <GrantDetail grant={opened} onSaved={setOpened} />}
      </Drawer>
    </Page>
  );
}
