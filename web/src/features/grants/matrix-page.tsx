import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { Answered, Badge, Button, counted, Empty, Page, SearchInput, Select } from '../../ui/index.ts';
import { GrantTabs } from './grant-tabs.tsx';
import { Matrix } from './matrix.tsx';
import { columnsOf, type Row } from './matrix-columns.ts';
import { stanceSigns } from './stance-signs.tsx';

/** Servers that have not said yet what tools they have. */
const unknownIn = (rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => row.unknown))];

/** How often it looks again. A long matrix costs too much to be read and drawn behind somebody's back. */
const againMs = (rows: readonly Row[]): number | false => {
  if (rows.length > 200) return false;
  return unknownIn(rows).length > 0 ? 5_000 : 30_000;
};

/** What every agent may call: grants × tools, each cell with the tool's severity and with what stands between. */
export function MatrixPage() {
  const navigate = useNavigate();
  const { server = '', q = '' } = useSearch({ strict: false });
  const servers = usePages('server.list', { limit: 200 });
  const { items, query, more, rest } = usePages(
    'inventory.list',
    { limit: 200, ...(server === '' ? {} : { server }), ...(q === '' ? {} : { q }) },
    { keep: true, further: 1_000, refetchMs: againMs },
  );
  const [unused, setUnused] = useState(false);
  const rows = useMemo(
    () =>
      unused
        ? items.map((row) => ({ ...row, tools: row.tools.filter(({ lastUsedAt }) => lastUsedAt === null) }))
        : items,
    [items, unused],
  );
  const columns = useMemo(() => columnsOf(rows), [rows]);
  // The first columns are known when the first rows are; a second page is asked for at once, so that scrolling finds it.
  useEffect(() => {
    if (items.length === 200) more();
  }, [items.length, more]);
  const narrow = (change: { readonly server?: string; readonly q?: string }): void =>
    void navigate({
      to: '/grants/matrix',
      search: Object.fromEntries(Object.entries({ server, q, ...change }).filter(([, value]) => value !== '')),
      replace: true,
    });
  const unknown = unknownIn(items);
  return (
    <Page wide title="Grants" lead="What every agent may call, and what stands between.">
      <GrantTabs />
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          small
          aria-label="Filter grants"
          placeholder="Filter by label"
          className="w-40"
          value={q}
          onSearch={(value) => narrow({ q: value })}
        />
        <Select
          small
          aria-label="Server"
          className="w-44"
          value={server}
          onChange={({ target }) => narrow({ server: target.value })}
        >
          <option value="">every server</option>
          {servers.items.map(({ slug }) => (
            <option key={slug}>{slug}</option>
          ))}
        </Select>
        <Button small aria-pressed={unused} icon="clock" onClick={() => setUnused(!unused)}>
          {unused ? 'Everything they may call' : 'Only what nobody used in 30 days'}
        </Button>
        <ul aria-label="Signs" className="flex flex-wrap gap-3 text-2xs text-ink-2">
          {[...stanceSigns].map(([stance, { sign, word }]) => (
            <li key={stance} className="inline-flex items-center gap-1">
              <span className="grid size-4 place-items-center">{sign}</span> {word}
            </li>
          ))}
        </ul>
      </div>
      {unknown.length > 0 && (
        <p className="mb-3 text-xs text-ink-2">
          Not heard yet: <span className="foreign font-mono">{unknown.slice(0, 5).join(', ')}</span>
          {unknown.length > 5 && ` and ${unknown.length - 5} more`}. Their tools show when they have answered.{' '}
          <Button small busy={query.isFetching} onClick={() => void query.refetch()}>
            Look again
          </Button>
        </p>
      )}
      <Answered query={query} rows={8}>
        {rows.length === 0 || columns.length === 0 ? (
          <Empty icon="grants" title={emptyTitle(q, items.length, unknown.length)}>
            A grant opens servers, each under a policy. As soon as one does, and the server was asked for its tools, its
            row stands here.
          </Empty>
        ) : (
          <Matrix rows={rows} columns={columns} rest={rest} />
        )}
      </Answered>
      <p className="mt-2 text-xs text-ink-2" role="status">
        {query.isPending
          ? 'Servers that were not asked yet are asked for their tools; one that does not answer takes a while.'
          : !query.isError &&
            `${counted(items.length, 'grant')}${query.hasNextPage ? ' read so far' : ''}, ${counted(columns.length, 'tool')} `}
        {items.some(({ toxicFlow }) => toxicFlow) && (
          <Badge tone="ask" icon="warning">
            some read strangers’ text and private data, and have a way out
          </Badge>
        )}
      </p>
    </Page>
  );
}

/** Why there is no matrix: nobody is called so, or what they may call is not known, or is nothing. */
function emptyTitle(q: string, grants: number, unknown: number): string {
  if (grants === 0 && q !== '') return 'No grant is called like that';
  return unknown > 0 ? 'What they may call is not known yet' : 'No agent can call anything here';
}
