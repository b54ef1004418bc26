import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Output } from '../../../api/call.ts';
import { useMay } from '../../../api/session.ts';
import { usePages } from '../../../api/use-pages.ts';
import { useChange } from '../../../api/use-verb.ts';
import { Badge, Button, Confirm, counted, moment, Skeleton, toast } from '../../../ui/index.ts';
import { callOf } from '../../activity/call-record.ts';

/** A policy on trial: what it would have refused or asked for so far, and the step from observing to enforcing. */
export function TrialPane({ policy }: { readonly policy: Output<'policy.show'> }) {
  const { name, activeVersion, attached } = policy;
  const denied = usePages('call.list', { outcome: 'would_deny', limit: 200 }, { refetchMs: 5_000 });
  const held = usePages('call.list', { outcome: 'would_hold', limit: 200 }, { refetchMs: 5_000 });
  const may = useMay('policies:activate');
  const [asked, setAsked] = useState(false);
  const enforce = useChange('policy.activate', ({ version, state }) => {
    setAsked(false);
    toast(
      state === 'active' ? `Version ${version} is enforced.` : `Version ${version} is proposed to a second person.`,
    );
  });
  const calls = useMemo(
    () =>
      [...denied.items, ...held.items]
        .map(callOf)
        .filter((call) => call.policy === name && call.policyVersion === activeVersion)
        .toSorted((a, b) => b.time - a.time),
    [denied.items, held.items, name, activeVersion],
  );
  const groups = [...Map.groupBy(calls, ({ subject, rule, grant }) => `${subject}\n${rule}\n${grant}`).values()];
  const pending = denied.query.isPending || held.query.isPending;
  return (
    <div className="p-4">
      <h2 className="text-base font-semibold">On trial</h2>
      <p className="mb-3 text-xs text-ink-2">
        Version {activeVersion} observes: it refuses nothing, and records what it would have refused. Enforce it when
        what stands here is what you want refused.
      </p>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        {may && activeVersion !== null && (
          <Button look="primary" icon="check" small onClick={() => setAsked(true)}>
            Enforce version {activeVersion}…
          </Button>
        )}
        <span className="text-xs text-ink-2">in force for {counted(attached.length, 'grant')}</span>
      </div>
      {pending && <Skeleton rows={3} />}
      {!pending && calls.length === 0 && (
        <p className="rounded-md border border-line bg-canvas px-3 py-3 text-ink-2">
          Nothing so far: every call it saw, it would have let pass.
        </p>
      )}
      <ul className="space-y-2">
        {groups.map((group) => {
          const [newest] = group;
          if (newest === undefined) return null;
          return (
            <li key={newest.id} className="rounded-md border border-line px-3 py-2 text-xs">
              <span className="flex flex-wrap items-center gap-2">
                <Link
                  to="/activity"
                  search={{ grant: newest.grant, tool: newest.subject, outcome: newest.outcome }}
                  className="foreign min-w-0 flex-1 truncate font-mono font-medium hover:underline"
                >
                  {newest.subject}
                </Link>
                <Badge tone={newest.outcome === 'would_deny' ? 'deny' : 'ask'}>
                  {newest.outcome === 'would_deny' ? 'would be refused' : 'a person would be asked'}
                </Badge>
                <span className="font-semibold tabular-nums">× {group.length}</span>
              </span>
              <span className="block text-2xs text-ink-3">
                <span className="foreign">{newest.grant}</span> · {newest.code} at{' '}
                <code className="foreign">{newest.rule}</code> · last {moment(newest.time)}
              </span>
            </li>
          );
        })}
      </ul>
      {asked && activeVersion !== null && (
        <Confirm
          title={`Enforce version ${activeVersion}?`}
          lead={`What it has only recorded so far is refused, or asked about, from the next call on: ${counted(calls.length, 'call')} of those that are listed here.`}
          keep="Leave it on trial"
          act="Enforce it"
          look="primary"
          onKeep={() => setAsked(false)}
          onAct={() => enforce.mutate({ name, version: activeVersion, observe: false })}
          change={enforce}
        />
      )}
    </div>
  );
}
