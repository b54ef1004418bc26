import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { type ItemOf, usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Confirm, Section, since, toast } from '../../ui/index.ts';
import { roleName } from './roles.ts';

type Link = ItemOf<'invitation.list'>;

/** One-time links that somebody may still use. */
export function OpenLinks() {
  const { items } = usePages('invitation.list', {}, { refetchMs: 5_000 });
  const may = useMay('accounts:write');
  const [asked, setAsked] = useState<Link>();
  const withdraw = useChange('invitation.revoke', () => {
    toast('That link no longer works.');
    setAsked(undefined);
  });
  if (items.length === 0) return null;
  return (
    <Section title="Links that are open" hint="To join, or to choose a new password. Each works once.">
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map((one) => (
          <div key={one.id} className="flex items-center gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <span className="foreign block truncate">{one.email}</span>
              <span className="block truncate text-2xs text-ink-3">
                {one.kind === 'reset' ? 'chooses a new password' : `joins as ${roleName(one.role)}`}
              </span>
            </span>
            <span className="text-xs text-ink-2">ends {since(one.expiresAt, Date.now())}</span>
            {may && (
              <Button small onClick={() => setAsked(one)}>
                Withdraw…
              </Button>
            )}
          </div>
        ))}
      </div>
      {asked !== undefined && (
        <Confirm
          title={`Withdraw the link of ${asked.email}?`}
          lead="Whoever has it finds that it does not work. It does not come back; make another one instead."
          keep="Keep it"
          act="Withdraw it"
          onKeep={() => setAsked(undefined)}
          onAct={() => withdraw.mutate({ id: asked.id })}
          change={withdraw}
        />
      )}
    </Section>
  );
}
