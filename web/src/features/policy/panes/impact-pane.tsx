import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../../api/call.ts';
import { useChange } from '../../../api/use-verb.ts';
import { Badge, Button, moment, Outcome, ProblemNote, Segmented, type Tone } from '../../../ui/index.ts';

type Replay = Output<'policy.replay'>;
type Called = Replay['calls'][number];

const spans = [
  { value: '1', label: '24 h' },
  { value: '7', label: '7 d' },
  { value: '30', label: '30 d' },
] as const;

const effects: ReadonlyMap<string, { readonly word: string; readonly tone: Tone }> = new Map([
  ['refuses', { word: 'would be refused', tone: 'deny' }],
  ['admits', { word: 'would be allowed', tone: 'allow' }],
  ['asks', { word: 'a person would be asked', tone: 'ask' }],
  ['otherwise', { word: 'would end as before, for another reason', tone: 'neutral' }],
]);

/** What the draft would have made of the calls on record: which end otherwise, and of which nobody can say. */
export function ImpactPane(props: {
  readonly name: string;
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly valid: boolean;
  readonly server: string | undefined;
}) {
  const { name, text, format, valid, server } = props;
  const [days, setDays] = useState<(typeof spans)[number]['value']>('7');
  const [under, setUnder] = useState<'policy' | 'server'>('policy');
  const [of, setOf] = useState('');
  const replay = useChange('policy.replay');
  const run = (): void => {
    setOf(text);
    const since = Date.now() - Number(days) * 86_400_000;
    replay.mutate({ name, text, format, since, ...(under === 'server' && server !== undefined ? { server } : {}) });
  };
  const found = replay.data;
  return (
    <div className="p-4">
      <h2 className="text-base font-semibold">On recorded calls</h2>
      <p className="mb-3 text-xs text-ink-2">
        Every call on record is judged again by the document as it stands here, with the limits as they were. What
        cannot be decided from what was kept is said to be so, never guessed.
      </p>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Segmented label="Since" value={days} options={spans} onChange={setDays} />
        {server !== undefined && (
          <Segmented
            label="Which calls"
            value={under}
            options={[
              { value: 'policy', label: 'Under this policy' },
              { value: 'server', label: `All of ${server}` },
            ]}
            onChange={setUnder}
          />
        )}
        <Button look="primary" icon="play" small disabled={!valid} busy={replay.isPending} onClick={run}>
          Replay
        </Button>
      </div>
      {!valid && <p className="text-ink-2">The document has errors: nothing can be judged by it.</p>}
      {replay.isError && <ProblemNote problem={replay.error} onRetry={run} />}
      {found !== undefined && (
        <>
          {of !== text && (
            <p className="mb-3 rounded-md bg-ask-soft px-3 py-2 text-xs text-ask">
              The document has changed since: replay it again.
            </p>
          )}
          <Report found={found} />
        </>
      )}
    </div>
  );
}

function Report({ found }: { readonly found: Replay }) {
  const { report, calls, complete, values, captured } = found;
  if (report.calls === 0) {
    return (
      <p className="rounded-md border border-line bg-canvas px-3 py-3 text-ink-2">
        No call of that time is on record. Calls under this policy appear here as soon as an agent makes one.
      </p>
    );
  }
  return (
    <>
      <dl className="mb-4 grid grid-cols-3 divide-x divide-line rounded-md border border-line text-center">
        <Figure name="the same" value={report.same} />
        <Figure name="would change" value={report.changed} tone={report.changed > 0 ? 'text-ask' : undefined} />
        <Figure name="cannot be decided" value={report.undecided} />
      </dl>
      {report.changes.length === 0 && report.undecided === 0 && (
        <p className="mb-3 text-allow">Every one of {report.calls} calls would end as it did.</p>
      )}
      <ul className="mb-4 space-y-1.5">
        {report.changes.map(({ effect, was, now, calls: count, example }) => {
          const { word, tone } = effects.get(effect) ?? { word: effect, tone: 'neutral' as const };
          return (
            <li
              key={`${effect}${was.rule}${now.rule}${was.code}${now.code}`}
              className="flex flex-wrap items-center gap-2 text-xs"
            >
              <span className="w-10 text-right font-semibold tabular-nums">{count}</span>
              <Badge tone={tone}>{word}</Badge>
              <span className="text-ink-2">
                {now.code ?? 'by no rule'}
                {now.rule !== null && (
                  <>
                    {' '}
                    at <code className="foreign">{now.rule}</code>
                  </>
                )}
              </span>
              <span className="foreign ml-12 w-full text-2xs text-ink-3">
                such as {example.subject} of {example.grant}
              </span>
            </li>
          );
        })}
        {report.cannotBeDecided.map(({ needs, calls: count }) => (
          <li key={needs} className="flex flex-wrap items-center gap-2 text-xs">
            <span className="w-10 text-right font-semibold tabular-nums">{count}</span>
            <Badge>cannot be decided</Badge>
            <span className="text-ink-2">
              <code className="foreign">{needs}</code> was not kept
            </span>
          </li>
        ))}
      </ul>
      {report.undecided > 0 && !values && (
        <p className="mb-4 text-xs text-ink-2">
          Values are kept where the file says <code>capture</code>, and are used for auditors alone
          {captured > 0 ? `: of ${captured} of these calls more is kept than you may see.` : '.'}
        </p>
      )}
      {!complete && (
        <p className="mb-3 text-xs text-ask">There were more calls than are looked at: these are the newest.</p>
      )}
      <h3 className="mb-1.5 text-xs font-medium">Call by call</h3>
      <ol className="divide-y divide-line rounded-md border border-line">
        {calls.map((call) => (
          <One key={call.requestId} call={call} />
        ))}
        {calls.length === 0 && <li className="px-3 py-2 text-xs text-ink-2">None ends otherwise.</li>}
      </ol>
    </>
  );
}

function One({ call }: { readonly call: Called }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-xs">
      <Link
        to="/activity"
        search={{ grant: call.grant, server: call.server, tool: call.subject }}
        className="foreign min-w-0 flex-1 truncate font-mono font-medium hover:underline"
      >
        {call.subject}
      </Link>
      <Outcome outcome={call.was.outcome} />
      <span aria-hidden="true" className="text-ink-3">
        →
      </span>
      <span className="sr-only">would become</span>
      {call.now === null ? <Badge>cannot be decided</Badge> : <Outcome outcome={call.now.outcome} />}
      <span className="w-full truncate text-2xs text-ink-3">
        <span className="foreign">{call.grant}</span> · {moment(call.time)}
        {call.needs !== null && ` · needs ${call.needs}`}
        {call.now?.rule != null && ` · ${call.now.rule}`}
      </span>
    </li>
  );
}

function Figure({
  name,
  value,
  tone,
}: {
  readonly name: string;
  readonly value: number;
  readonly tone?: string | undefined;
}) {
  return (
    <div className="px-2 py-2">
      <dd className={`text-lg font-semibold tabular-nums ${tone ?? ''}`}>{value}</dd>
      <dt className="text-2xs text-ink-2">{name}</dt>
    </div>
  );
}
