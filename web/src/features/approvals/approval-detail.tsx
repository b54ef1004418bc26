import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { useChange, useVerb } from '../../api/use-verb.ts';
import {
  Badge,
  Button,
  Card,
  Category,
  Field,
  Input,
  Kbd,
  moment,
  Outcome,
  ProblemNote,
  Section,
  Select,
  Severity,
  Skeleton,
  since,
  Textarea,
  toast,
} from '../../ui/index.ts';
import { useNow } from './use-now.ts';

/** One call on one screen: exactly what would be sent, why it asks, who asks, and the decision. */
export function ApprovalDetail({ id }: { readonly id: string }) {
  const shown = useVerb('approval.show', { id }, { refetchMs: 2_000 });
  const may = useMay('approvals:decide');
  const now = useNow();
  if (shown.isPending) return <Skeleton rows={6} />;
  if (shown.isError) return <ProblemNote problem={shown.error} onRetry={() => void shown.refetch()} />;
  const one = shown.data;
  const pending = one.state === 'pending';
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-start gap-3 border-b border-line px-5 py-4">
        <div className="min-w-0 flex-1">
          <h2 className="foreign font-mono text-lg font-semibold">{one.subject.name}</h2>
          <p className="text-ink-2">
            {one.subject.kind} of{' '}
            <Link
              to="/servers/$server"
              params={{ server: one.server }}
              className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
            >
              {one.server}
            </Link>
            , asked for by <strong className="font-medium text-ink">{one.grant.label}</strong>
            {one.user !== null && ` (${one.user})`} {since(one.askedAt, now)}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Severity severity={one.risk.severity} />
          <Category category={one.risk.category} />
          <State state={one.state} />
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
        <dl className="mb-6 grid gap-x-6 gap-y-2 text-xs sm:grid-cols-2">
          <Fact name="Policy">
            <Link
              to="/policies/$policy"
              params={{ policy: one.policy.name }}
              search={{ server: one.server }}
              className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
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
          <Fact name={pending ? 'No answer is a no' : 'Settled'}>
            {pending ? since(one.expiresAt, now) : one.settledAt === null ? '–' : moment(one.settledAt)}
          </Fact>
          <Fact name="Who must agree">
            {one.approvers.count} of{' '}
            {one.approvers.groups.length === 0 ? 'every approver' : one.approvers.groups.join(', ')}
            {one.votes.length > 0 && `; agreed: ${one.votes.map(({ name }) => name).join(', ')}`}
          </Fact>
          {one.deniedBy !== null && (
            <Fact name="Denied by">
              {one.deniedBy.name}
              {one.reason !== null && <span className="foreign">: {one.reason}</span>}
            </Fact>
          )}
        </dl>
        {may && pending && <Decide id={one.id} args={one.arguments} />}
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

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function State({ state }: { state: string }) {
  switch (state) {
    case 'pending':
      return (
        <Badge tone="ask" icon="clock">
          waiting
        </Badge>
      );
    case 'approved':
      return (
        <Badge tone="allow" icon="check">
          approved
        </Badge>
      );
    case 'consumed':
      return (
        <Badge tone="allow" icon="check">
          approved and used
        </Badge>
      );
    case 'denied':
      return (
        <Badge tone="deny" icon="close">
          denied
        </Badge>
      );
    default:
      return <Badge icon="clock">{state}</Badge>;
  }
}

type Way = 'once' | 'minutes' | 'propose' | 'deny';

function Decide({ id, args }: { id: string; args: string | null }) {
  const [way, setWay] = useState<Way>('once');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState('15');
  const [which, setWhich] = useState<'same' | 'any'>('same');
  const [proposed, setProposed] = useState(args ?? '{}');
  const [broken, setBroken] = useState<string>();
  const approve = useChange('approval.approve', ({ approval }) =>
    toast(approval.missing > 0 ? `You agreed; ${approval.missing} more must.` : 'Approved: the call goes on.'),
  );
  const deny = useChange('approval.deny', () => toast('Denied: the agent is told.'));
  const propose = useChange('approval.propose', () => toast('Denied, with other arguments proposed.'));
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  const busy = approve.isPending || deny.isPending || propose.isPending;
  const problem = approve.error ?? deny.error ?? propose.error;

  const decide = (): void => {
    setBroken(undefined);
    if (way === 'once') approve.mutate({ id });
    else if (way === 'minutes') approve.mutate({ id, minutes: Number(minutes), arguments: which });
    else if (way === 'deny') deny.mutate({ id, ...why });
    else {
      try {
        propose.mutate({ id, arguments: JSON.parse(proposed), ...why });
      } catch {
        setBroken('This is no JSON.');
      }
    }
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog]') !== null;
      if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'a') setWay('once');
      else if (event.key === 'd') setWay('deny');
      else return;
      event.preventDefault();
      document.getElementById('decide')?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const ways: readonly [Way, string, string?][] = [
    ['once', 'Approve this call', 'A'],
    ['minutes', 'Approve, and its repetitions for a while'],
    ['propose', 'Propose other arguments'],
    ['deny', 'Deny', 'D'],
  ];
  return (
    <fieldset className="rounded-lg border border-line bg-canvas p-4">
      <legend className="px-1 text-xs font-semibold">Your decision</legend>
      <div className="mb-3 grid gap-1.5">
        {ways.map(([value, label, key]) => (
          <label key={value} className="flex cursor-pointer items-center gap-2.5">
            <input
              type="radio"
              name="way"
              value={value}
              checked={way === value}
              onChange={() => setWay(value)}
              className="accent-accent-fill"
            />
            {label}
            {key !== undefined && <Kbd>{key}</Kbd>}
          </label>
        ))}
      </div>
      {way === 'minutes' && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label="For so many minutes">
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                className="w-24"
                value={minutes}
                onChange={({ target }) => setMinutes(target.value)}
              />
            )}
          </Field>
          <Field label="Of the repetitions">
            {(ids) => (
              <Select
                {...ids}
                className="w-56"
                value={which}
                onChange={({ target }) => setWhich(target.value as typeof which)}
              >
                <option value="same">only with these arguments</option>
                <option value="any">whatever the arguments are</option>
              </Select>
            )}
          </Field>
        </div>
      )}
      {way === 'propose' && (
        <Field
          label="Arguments that you would agree to"
          error={broken}
          hint="Approved in advance, for one call. The agent is told."
        >
          {(ids) => (
            <Textarea
              {...ids}
              rows={6}
              className="w-full font-mono text-xs"
              value={proposed}
              onChange={({ target }) => setProposed(target.value)}
            />
          )}
        </Field>
      )}
      {(way === 'deny' || way === 'propose') && (
        <Field label="Reason" hint="The agent reads it, and can adapt.">
          {(ids) => (
            <Input {...ids} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          )}
        </Field>
      )}
      {problem !== null && (
        <div className="mb-3">
          <ProblemNote
            problem={
              problem instanceof Problem && problem.status === 409
                ? new Error(`${problem.message} Somebody else may have decided meanwhile.`)
                : problem
            }
          />
        </div>
      )}
      <Button id="decide" look={way === 'deny' ? 'danger' : 'primary'} busy={busy} onClick={decide}>
        {way === 'deny' ? 'Deny' : way === 'propose' ? 'Deny and propose' : 'Approve'}
      </Button>
    </fieldset>
  );
}
