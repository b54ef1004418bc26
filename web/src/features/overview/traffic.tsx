import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call, type Output } from '../../api/call.ts';
import { Bars, Card, ProblemNote, Section, Segmented, Select } from '../../ui/index.ts';

type Stats = Output<'call.stats'>;
type Span = 'hour' | 'day' | 'week';

const spans = {
  hour: { label: '1 h', ms: 3_600_000, step: 60_000 },
  day: { label: '24 h', ms: 86_400_000, step: 1_800_000 },
  week: { label: '7 d', ms: 604_800_000, step: 14_400_000 },
} as const;

const layers = [
  { id: 'allowed', word: 'allowed', fill: 'fill-accent-fill', ground: 'bg-accent-fill' },
  { id: 'held', word: 'asked a person', fill: 'fill-ask-fill', ground: 'bg-ask-fill' },
  { id: 'denied', word: 'denied', fill: 'fill-deny-fill', ground: 'bg-deny-fill' },
] as const;

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat('en', { weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

/** How much is called, and how it ends: over time, by server and by grant, live. */
export function Traffic() {
  const [span, setSpan] = useState<Span>('hour');
  const [server, setServer] = useState('');
  const [grant, setGrant] = useState('');
  const { ms, step } = spans[span];
  const ask = (only: object) => (signal: AbortSignal) =>
    call('call.stats', { since: Date.now() - ms, step, ...only }, signal);
  const kept = { refetchInterval: 4_000, placeholderData: keepPreviousData as never };
  const all = useQuery<Stats>({ queryKey: ['traffic', span], queryFn: ({ signal }) => ask({})(signal), ...kept });
  const narrowed = server !== '' || grant !== '';
  const some = useQuery<Stats>({
    queryKey: ['traffic', span, server, grant],
    queryFn: ({ signal }) => ask({ ...(server === '' ? {} : { server }), ...(grant === '' ? {} : { grant }) })(signal),
    enabled: narrowed,
    ...kept,
  });
  const shown = narrowed ? (some.data ?? all.data) : all.data;
  return (
    <Section
      title="Calls"
      actions={
        <span className="flex flex-wrap items-center gap-2">
          <Select
            small
            aria-label="Server of the chart"
            className="w-36"
            value={server}
            onChange={({ target }) => setServer(target.value)}
          >
            <option value="">every server</option>
            {all.data?.servers.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
          <Select
            small
            aria-label="Grant of the chart"
            className="w-36"
            value={grant}
            onChange={({ target }) => setGrant(target.value)}
          >
            <option value="">every grant</option>
            {all.data?.grants.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
          <Segmented
            label="Span of the chart"
            value={span}
            options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: spans[value].label }))}
            onChange={setSpan}
          />
        </span>
      }
    >
      {all.isError ? (
        <ProblemNote problem={all.error} onRetry={() => void all.refetch()} />
      ) : (
        <Card className="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_17rem]">
          <div className="min-h-48 p-4">
            <Bars
              label={`Calls of the last ${spans[span].label}`}
              layers={layers}
              bars={barsOf(shown, ms, step, span)}
            />
          </div>
          <div className="grid gap-4 border-line p-4 max-lg:border-t sm:max-lg:grid-cols-2 lg:border-l">
            <Most title="By server" rows={all.data?.servers ?? []} search={(name) => ({ server: name })} />
            <Most title="By grant" rows={all.data?.grants ?? []} search={(name) => ({ grant: name })} />
          </div>
        </Card>
      )}
    </Section>
  );
}

/** A bar for each step of the span, those without a call included: time runs evenly. */
function barsOf(stats: Stats | undefined, ms: number, step: number, span: Span) {
  const until = stats?.until ?? Date.now();
  const last = until - (until % step);
  const known = new Map(stats?.buckets.map((bucket) => [bucket.at, bucket]));
  return Array.from({ length: ms / step }, (_, index) => {
    const at = last - (ms / step - 1 - index) * step;
    const { allowed = 0, held = 0, denied = 0 } = known.get(at) ?? {};
    return { key: at, label: (span === 'hour' ? clock : day).format(at), values: { allowed, held, denied } };
  });
}

/** Those with most calls, each a way to the calls themselves. */
function Most(props: {
  readonly title: string;
  readonly rows: Stats['servers'];
  readonly search: (name: string) => { server: string } | { grant: string };
}) {
  const rows = props.rows.slice(0, 4);
  const all = ({ allowed, denied, held }: Stats['servers'][number]): number => allowed + denied + held;
  const most = Math.max(1, ...rows.map(all));
  return (
    <div>
      <h3 className="mb-1.5 text-xs font-medium text-ink-2">{props.title}</h3>
      {rows.length === 0 && <p className="text-xs text-ink-3">No call in this span.</p>}
      <ul className="space-y-1.5">
        {rows.map((row) => (
          <li key={row.name}>
            <Link to="/activity" search={props.search(row.name)} className="group block text-xs">
              <span className="flex gap-2">
                <span className="foreign min-w-0 flex-1 truncate group-hover:underline">{row.name}</span>
                {row.denied > 0 && <span className="text-deny tabular-nums">{row.denied} denied</span>}
                <span className="text-ink-2 tabular-nums">{all(row)}</span>
              </span>
              <span aria-hidden="true" className="mt-0.5 flex h-1 overflow-hidden rounded-full bg-sunken">
                <span className="bg-accent-fill" style={{ width: `${(100 * row.allowed) / most}%` }} />
                <span className="bg-ask-fill" style={{ width: `${(100 * row.held) / most}%` }} />
                <span className="bg-deny-fill" style={{ width: `${(100 * row.denied) / most}%` }} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
