import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { Answered, Button, Empty, Page, since, Table } from '../../ui/index.ts';
import { FromCatalog } from '../catalog/from-catalog.tsx';
import { NewPolicy } from './new-policy.tsx';
import { PolicyState } from './policy-state.tsx';

type Policy = Output<'policy.list'>['items'][number];

export function PoliciesPage() {
  const navigate = useNavigate();
  const { server, catalog } = useSearch({ strict: false });
  const may = useMay('policies:write');
  const [asked, setAsked] = useState(false);
  const { items, query, rest } = usePages('policy.list', {});
  const search = server === undefined ? {} : { server };
  const create = may && (
    <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
      New policy
    </Button>
  );
  return (
    <Page
      title="Policies"
      lead="What may be called, how often, with which arguments, and when a human is asked."
      actions={create}
    >
      <Answered query={query}>
        {items.length === 0 ? (
          <Empty icon="policies" title="No policy yet" action={create}>
            A policy names tools and says what is done about them. It denies whatever it does not name, and comes into
            force for an agent with a grant.
          </Empty>
        ) : (
          <Table<Policy>
            label="Policies"
            items={items}
            keyOf={({ name }) => name}
            rest={rest}
            onOpen={({ name }) => void navigate({ to: '/policies/$policy', params: { policy: name }, search })}
            columns={[
              {
                id: 'name',
                head: 'Policy',
                width: 'minmax(0,2fr)',
                cell: (policy) => (
                  <span className="block min-w-0">
                    <Link
                      to="/policies/$policy"
                      params={{ policy: policy.name }}
                      search={search}
                      tabIndex={-1}
                      className="foreign block truncate font-medium"
                    >
                      {policy.name}
                    </Link>
                    <span className="foreign block truncate text-2xs text-ink-3">{policy.description}</span>
                  </span>
                ),
              },
              { id: 'state', head: 'State', width: '8.5rem', cell: (policy) => <PolicyState policy={policy} /> },
              {
                id: 'version',
                head: 'Version',
                width: '5rem',
                wide: true,
                cell: ({ activeVersion, latestVersion }) =>
                  activeVersion === null
                    ? '–'
                    : activeVersion === latestVersion
                      ? `v${activeVersion}`
                      : `v${activeVersion} of ${latestVersion}`,
              },
              {
                id: 'changed',
                head: 'Changed',
                width: '7rem',
                wide: true,
                cell: ({ updatedAt }) => (
                  <span className="text-ink-2">
                    {updatedAt === null ? 'in the file' : since(updatedAt, Date.now())}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Answered>
      {catalog !== undefined && (
        <FromCatalog from={catalog} onClose={() => void navigate({ to: '/policies', search })} />
      )}
      {asked && <NewPolicy {...(server === undefined ? {} : { server })} onClose={() => setAsked(false)} />}
    </Page>
  );
}
