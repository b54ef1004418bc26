import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { useVerb } from '../../api/use-verb.ts';
import { Answered, Button, Icon, Section } from '../../ui/index.ts';
import { ApproverGroup } from './approver-group.tsx';
import { useDeciders } from './use-deciders.ts';

type Group = Output<'approver_group.list'>['items'][number];

/** Who decides where a policy leaves it to a group. */
export function ApproverGroups() {
  const groups = useVerb('approver_group.list', {});
  const items = groups.data?.items ?? [];
  const deciders = useDeciders();
  const may = useMay('accounts:write');
  const [open, setOpen] = useState<Group | 'new'>();
  const names = new Map(deciders.map(({ member, name }) => [member, name]));
  return (
    <Section
      title="Groups of approvers"
      hint={
        <>
          A policy leaves its approvals to them by name:{' '}
          <code>{'"approval": {"approvers": {"groups": ["finance"]}}'}</code>. Without, every approver and admin may
          decide.
        </>
      }
      actions={
        may && (
          <Button icon="plus" onClick={() => setOpen('new')}>
            New group
          </Button>
        )
      }
    >
      <Answered query={groups} rows={2}>
        {items.length === 0 ? (
          <p className="rounded-lg border border-dashed border-line-strong px-4 py-3 text-ink-2">No group yet.</p>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {items.map((group) => (
              <li key={group.name} className="flex items-center gap-3 px-4 py-2.5">
                <Icon name="person" className="text-ink-3" />
                <span className="min-w-0 flex-1">
                  <span className="foreign block truncate font-medium">{group.name}</span>
                  <span className="foreign block truncate text-2xs text-ink-3">
                    {group.members.map((member) => names.get(member) ?? member).join(', ')}
                  </span>
                </span>
                {may && (
                  <Button small onClick={() => setOpen(group)} aria-label={`Edit ${group.name}`}>
                    Edit
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {open !== undefined && (
        <ApproverGroup
          group={open === 'new' ? undefined : open}
          taken={items.map(({ name }) => name)}
          deciders={deciders}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}
