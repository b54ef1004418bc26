import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { usePage } from '../../api/ask-page.ts';
import {
  Button,
  Card,
  Category,
  Empty,
  Page,
  ProblemNote,
  SearchInput,
  Severity,
  Skeleton,
  Table,
} from '../../ui/index.ts';
import type { Found, ServerLine, ToolLine } from './catalog-shape.ts';
import { Facet } from './facet.tsx';
import { RiskBar } from './risk-bar.tsx';

const pageSize = 50;
const ideas = ['github', 'delete', 'send mail', 'sql query', 'run a command'];

/** What tools there are anywhere, by what they can do at worst: to look a server up before an agent has it. */
export function CatalogPage() {
  const navigate = useNavigate();
  const { q = '', category = '', severity = '' } = useSearch({ strict: false });
  const [page, setPage] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first page
  useEffect(() => setPage(1), [q, category, severity]);
  const query = new URLSearchParams(searchOf({ q, category, severity, page: page === 1 ? '' : String(page) }));
  const asked = usePage<Found>(`/catalog${query.size === 0 ? '' : `?${query}`}`);
  const found = asked.data;
  const narrow =
    (name: 'q' | 'category' | 'severity') =>
    (value: string): void =>
      void navigate({ to: '/explore', search: searchOf({ q, category, severity, [name]: value }), replace: true });
  return (
    <Page title="Catalogue" lead="Tools of known servers, by what a call can do at worst, each with a policy for it.">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search the catalogue"
          placeholder="A server, a tool, or what it does"
          value={q}
          autoFocus
          onSearch={narrow('q')}
          className="w-96 max-w-full"
        />
        {q === '' &&
          ideas.map((idea) => (
            <Button key={idea} small look="quiet" onClick={() => narrow('q')(idea)}>
              {idea}
            </Button>
          ))}
      </div>
      {asked.isError ? (
        <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />
      ) : found === undefined ? (
        <Skeleton rows={8} />
      ) : (
        <>
          <div className="mb-5 flex flex-wrap gap-x-6 gap-y-2">
            <Facet label="Severity" counts={found.counts.severity} value={severity} onChange={narrow('severity')} />
            <Facet label="Class" counts={found.counts.category} value={category} onChange={narrow('category')} />
          </div>
          {found.meant.length > 0 && (
            <p className="mb-3 text-ink-2">
              Nothing is called so; shown is: <strong>{found.meant.join(' ')}</strong>
            </p>
          )}
          {found.servers.length > 0 && <Servers servers={found.servers} />}
          <Tools found={found} />
          {found.total > pageSize && (
            <div className="mt-3 flex items-center justify-end gap-2 text-xs text-ink-2">
              <span className="tabular-nums">
                {(page - 1) * pageSize + 1}–{Math.min(page * pageSize, found.total)} of {found.total}
                {found.more ? ' or more' : ''} tools
              </span>
              <Button small disabled={page === 1} onClick={() => setPage(page - 1)}>
                Before
              </Button>
              <Button small disabled={page * pageSize >= found.total} onClick={() => setPage(page + 1)}>
                Next
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

function searchOf(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

function Servers({ servers }: { readonly servers: readonly ServerLine[] }) {
  return (
    <ul aria-label="Servers" className="mb-6 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {servers.slice(0, 6).map((server) => (
        <li key={server.slug}>
          <Link to="/explore/$server" params={{ server: server.slug }} className="block h-full">
            <Card className="h-full px-4 py-3 transition-colors hover:border-line-strong">
              <span className="flex items-baseline gap-2">
                <span className="foreign min-w-0 flex-1 truncate font-medium">{server.title ?? server.name}</span>
                <span className="text-xs text-ink-3 tabular-nums">{server.tools} tools</span>
              </span>
              <span className="foreign mt-0.5 line-clamp-2 min-h-9 text-xs text-ink-2">{server.summary}</span>
              <RiskBar severities={server.severities} />
            </Card>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Tools({ found }: { readonly found: Found }) {
  const navigate = useNavigate();
  if (found.tools.length === 0) {
    return (
      <Empty icon="catalog" title="The catalogue knows nothing like that">
        It grows by imports: <code>toolgate catalog sync</code> reads the official registry,{' '}
        <code>toolgate catalog import</code> a file. A server that is not in it is classed all the same once it is
        registered.
      </Empty>
    );
  }
  return (
    <Table<ToolLine>
      label="Tools"
      items={found.tools}
      keyOf={({ server, slug }) => `${server.slug}/${slug}`}
      onOpen={({ server, slug }) =>
        void navigate({ to: '/explore/$server/$tool', params: { server: server.slug, tool: slug } })
      }
      columns={[
        {
          id: 'name',
          head: 'Tool',
          width: 'minmax(0,3fr)',
          cell: (tool) => <span className="foreign block truncate font-mono text-xs font-medium">{tool.name}</span>,
        },
        { id: 'severity', head: 'Severity', width: '6rem', cell: (tool) => <Severity severity={tool.severity} /> },
        {
          id: 'class',
          head: 'Class',
          width: '7.5rem',
          wide: true,
          cell: (tool) => <Category category={tool.unclassified ? 'unclassified' : tool.category} />,
        },
        {
          id: 'server',
          head: 'Server',
          width: 'minmax(0,2fr)',
          wide: true,
          cell: ({ server }) => (
            <span className="foreign block truncate text-ink-2">{server.title ?? server.name}</span>
          ),
        },
      ]}
    />
  );
}
