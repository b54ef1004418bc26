import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useVerb } from '../../api/use-verb.ts';
import { counted, cx, Icon, moment, Outcome, Section } from '../../ui/index.ts';
import type { Call } from './call-record.ts';
import { codeWords } from './code-words.table.ts';

const chainWords = {
  as_written: 'as it was written',
  changed: 'not as it was written',
  key_unknown: 'sealed with a key that is not here',
} as const;

/** Whether the record is what was chained, asked when somebody looks. */
function Chain({ id }: { readonly id: number }) {
  const { data } = useVerb('call.show', { id });
  if (data === undefined) return <span className="text-ink-3">being verified</span>;
  return <strong className={data.chain === 'as_written' ? 'text-allow' : 'text-deny'}>{chainWords[data.chain]}</strong>;
}

/** One call from arrival to answer, as it stands on the record. */
export function CallStory({ call }: { readonly call: Call }) {
  const { whole } = call;
  const taken = Array.isArray(whole.taken) ? whole.taken : [];
  const keys = Array.isArray(whole.argumentKeys) ? whole.argumentKeys.map(String) : [];
  const upstream = part(whole.upstream);
  const bytes = part(whole.bytes);
  const client = part(whole.client);
  const forwarded = upstream !== undefined;
  const steps: readonly (readonly [string, ReactNode])[] = [
    [
      'Received',
      <>
        {moment(call.time)}
        {client !== undefined && (
          <>
            {' '}
            from {shown(client.name)} {shown(client.version)}, as it says of itself
          </>
        )}
      </>,
    ],
    [
      'Identified',
      <>
        grant <strong className="font-medium">{call.grant}</strong>
      </>,
    ],
    [
      'Judged',
      call.policy === '' ? (
        'by no policy'
      ) : (
        <>
          by{' '}
          <Link
            to="/policies/$policy"
            params={{ policy: call.policy }}
            search={{ server: call.server }}
            className="link"
          >
            {call.policy}
          </Link>
          {call.policyVersion !== undefined && ` version ${call.policyVersion}`}
          {call.code !== '' && (
            <>
              : <code>{call.code}</code>
            </>
          )}
          {codeWords.has(call.code) && <span className="block">{codeWords.get(call.code)}</span>}
          {call.rule !== '' && <code className="foreign block text-2xs text-ink-2">{call.rule}</code>}
        </>
      ),
    ],
    ...(typeof whole.approval === 'string'
      ? [
          [
            'Asked',
            <Link key="a" to="/approvals/$approval" params={{ approval: whole.approval }} className="link">
              the approval
            </Link>,
          ] as const,
        ]
      : []),
    [
      'Limits',
      taken.length === 0
        ? 'took nothing'
        : `took from ${counted(taken.length, 'budget')}${whole.givenBack === true ? ', and gave it back' : ''}`,
    ],
    [
      'Forwarded',
      forwarded ? (
        <>
          the server answered {shown(upstream.status)} in {shown(upstream.ms)} ms
        </>
      ) : (
        'not one byte went to the server'
      ),
    ],
    [
      'Answered',
      <>
        after {Math.round(call.ms)} ms
        {bytes !== undefined && (
          <>
            , {shown(bytes.in)} bytes in, {shown(bytes.out)} out
          </>
        )}
        {call.count > 1 && `; ${call.count} alike within a second`}
      </>,
    ],
    [
      'On the record',
      <>
        {call.writer} #{call.seq}, <Chain id={call.id} />{' '}
        <code className="foreign block text-2xs text-ink-3">{call.mac}</code>
      </>,
    ],
  ];
  return (
    <>
      <div className="mb-5 flex items-center gap-3">
        <Outcome outcome={call.outcome} />
        <span className="text-ink-2">{call.server}</span>
      </div>
      <ol className="mb-6">
        {steps.map(([name, content], index) => (
          <li key={name} className="relative flex gap-3 pb-4">
            {index < steps.length - 1 && (
              <span aria-hidden="true" className="absolute top-5 bottom-0 left-[9px] w-px bg-line" />
            )}
            <span
              className={cx(
                'z-10 mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border border-line bg-raised',
                name === 'Forwarded' && !forwarded && 'border-dashed',
              )}
            >
              {name === 'Judged' && call.outcome !== 'allow' ? (
                <Icon name="close" className="size-3 text-deny" />
              ) : (
                // What did not happen has no tick.
                (name !== 'Forwarded' || forwarded) && <Icon name="check" className="size-3 text-ink-3" />
              )}
            </span>
            <div className="min-w-0">
              <div className="text-xs font-semibold">{name}</div>
              <div className="min-w-0 text-xs text-ink-2">{content}</div>
            </div>
          </li>
        ))}
      </ol>
      {keys.length > 0 && (
        <Section title="Arguments" hint="names only, unless the policy says otherwise">
          <p className="foreign font-mono text-xs">{keys.join(', ')}</p>
        </Section>
      )}
      <Section title="The record, whole">
        <pre className="foreign rounded-md border border-line bg-sunken p-3 text-xs">
          {JSON.stringify(whole, null, 2)}
        </pre>
      </Section>
    </>
  );
}

function part(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
