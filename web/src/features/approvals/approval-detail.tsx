import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay, useUserId } from '../../api/session.ts';
import { useVerb } from '../../api/use-verb.ts';
import {
  Card,
  Category,
  Fact,
  Facts,
  moment,
  Outcome,
  ProblemNote,
  Section,
  Severity,
  Skeleton,
  since,
} from '../../ui/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { ApprovalState } from './approval-state.tsx';
import { Decide, nothingTyped } from './decide.tsx';
import { Ended } from './ended.tsx';

/** One call on one screen: exactly what would be sent, why it asks, who asks, and the decision. */
export function ApprovalDetail({ id }: { readonly id: string }) {
  const shown = useVerb('approval.show', { id }, { refetchMs: 2_000 });
  const may = useMay('approvals:decide');
  const now = useNow();
  const me = useUserId();
  const [draft, setDraft] = useState(nothingTyped);
  const [watched, setWatched] = useState(false);
  if (shown.data?.state === 'pending' && !watched) setWatched(true);
  if (shown.isPending) return <Skeleton rows={6} />;
  if (shown.isError) return <ProblemNote problem={shown.error} onRetry={() => void shown.refetch()} />;
  const one = shown.data;
  const pending = one.state === 'pending';
  const agreed = one.votes.some(({ kind, id: by }) => kind === 'user' && by === me);
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-start gap-3 border-b border-line px-5 py-4">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="foreign font-mono text-lg font-semibold">{one.subject.name}</h2>
          <p className="text-ink-2">
            {one.subject.kind} of{' '}
            <Link to="/servers/$server" params={{ server: one.server }} className="link">
              {one.server}
            </Link>
            , asked for by <strong className="foreign font-medium text-ink">{one.grant.label}</strong>
            {one.user !== null && ` (${one.user})`} {since(one.askedAt, now)}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Severity severity={one.risk.severity} />
          <Category category={one.risk.category} />
          {/* Somebody else may decide, or time may, while this is looked at. */}
          <span role="status">
            <ApprovalState state={one.state} />
          </span>
        </div>
      </div>
      <div className="p-5">
        {one.reasons.length > 0 && (
          <div className="mb-5 rounded-md bg-ask-soft px-3.5 py-2.5 text-ask">
            {one.reasons.map((reason) => (
              <p key={reason} className="foreign">
                {reason}
              </p>
            ))}
          </div>
        )}
        <Section
          title="Exactly what would be sent"
          hint={`${one.argumentsBytes} bytes; characters that cannot be seen are spelled out`}
        >
          {one.arguments === null ? (
            <p className="text-ink-2">
              {may ? 'The arguments are no longer kept.' : 'Only who may decide sees the arguments.'}
            </p>
          ) : (
            <section
              // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
              tabIndex={0}
              aria-label="Arguments"
              className="foreign max-h-96 overflow-y-auto rounded-md font-mono border border-line bg-sunken p-3 text-xs"
            >
              {one.arguments}
            </section>
          )}
        </Section>
        <Facts look="grid" className="mb-6">
          <Fact name="Policy">
            <Link
              to="/policies/$policy"
              params={{ policy: one.policy.name }}
              search={{ server: one.server }}
              className="link"
            >
              {one.policy.name}
            </Link>{' '}
            version {one.policy.version}
          </Fact>
          <Fact name="Asked by the rule">
            {one.rules.map((rule) => (
              <code key={rule} className="foreign block">
                {rule}
              </code>
            ))}
          </Fact>
          <Fact name="Client, as it says of itself">
            {one.client === null ? 'nothing' : `${one.client.name} ${one.client.version}`}
          </Fact>
          <Fact name={pending ? 'Without an answer it is denied' : 'Settled'}>
            {pending ? since(one.expiresAt, now) : one.settledAt === null ? '–' : moment(one.settledAt)}
          </Fact>
          <Fact name="Who must agree">
            {whoAgrees(one.approvers)}
            {one.votes.length > 0 && `; agreed: ${one.votes.map(({ name }) => name).join(', ')}`}
          </Fact>
          {one.deniedBy !== null && (
            <Fact name="Denied by">
              {one.deniedBy.name}
              {one.reason !== null && <span className="foreign">: {one.reason}</span>}
            </Fact>
          )}
        </Facts>
        {may && pending && (
          <Decide
            id={one.id}
            args={one.arguments}
            agreed={agreed}
            draft={draft}
            onDraft={setDraft}
            // By this clock; a gateway whose own is behind says a moment later that it still waits.
            over={one.expiresAt <= now && shown.dataUpdatedAt < one.expiresAt}
          />
        )}
        {!pending && <Ended state={one.state} watched={watched} draft={draft} />}
        {one.recent.length > 0 && (
          <Section title="What this grant did before" className="mt-6">
            <ul className="divide-y divide-line rounded-md border border-line text-xs">
              {one.recent.map((call) => (
                <li key={`${call.time}${call.subject}`} className="flex items-center gap-3 px-3 py-1.5">
                  <span className="w-20 text-ink-3">{since(call.time, now)}</span>
                  <code className="foreign min-w-0 flex-1 truncate">{call.subject ?? call.server}</code>
                  <Outcome outcome={call.outcome} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        {one.definition !== null && (
          <details>
            <summary className="text-xs font-medium text-ink-2">The tool’s definition, as its server gives it</summary>
            <pre className="foreign mt-2 max-h-80 overflow-y-auto rounded-md border border-line bg-sunken p-3 text-xs">
              {one.definition}
            </pre>
          </details>
        )}
      </div>
    </Card>
  );
}

function whoAgrees({ count, groups }: { readonly count: number; readonly groups: readonly string[] }): string {
  const people = count === 1 ? 'one approver' : `${count} approvers`;
  return groups.length === 0 ? people : `${people} of ${groups.join(' or ')}`;
}
