import { type FormEvent, useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay, useSession } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import {
  Badge,
  Button,
  CopyText,
  Dialog,
  Field,
  Input,
  ProblemNote,
  Section,
  Select,
  Skeleton,
  since,
  Table,
  toast,
} from '../../ui/index.ts';
import { ApproverGroups } from './approver-groups.tsx';
import { MemberMenu } from './member-menu.tsx';
import { RoleField } from './role-field.tsx';
import { type Role, roleMay, roleName, roles } from './roles.ts';

type User = Output<'user.list'>['items'][number];

/** Who may sign in, and as what. */
export function Members() {
  const { items, query, rest } = usePages('user.list', {}, { refetchMs: 5_000 });
  const invitations = usePages('invitation.list', {}, { refetchMs: 5_000 });
  const may = useMay('accounts:write');
  const now = useSession();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [changing, setChanging] = useState<{ readonly user: User; readonly role: Role }>();
  const update = useChange('user.update', () => {
    setChanging(undefined);
    toast('Changed.');
  });
  const withdraw = useChange('invitation.revoke', () => toast('That link no longer works.'));
  const change = (id: string, more: { role?: Role; state?: 'active' | 'disabled' }): void => {
    setProblem(undefined);
    update.mutate({ id, ...more }, { onError: setProblem });
  };
  const own = now.state === 'signed-in' ? now.user.id : '';
  return (
    <>
      <Section
        title="Members"
        hint="Whoever is given another role, or disabled, loses their sessions at once."
        actions={
          may && (
            <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
              Invite
            </Button>
          )
        }
      >
        {problem !== undefined && (
          <div className="mb-3">
            <ProblemNote problem={problem} />
          </div>
        )}
        {query.isPending ? (
          <Skeleton />
        ) : query.isError ? (
          <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Table<User>
            label="Members"
            items={items}
            keyOf={({ id }) => id}
            rest={rest}
            columns={[
              {
                id: 'name',
                head: 'Member',
                width: 'minmax(0,2fr)',
                cell: (user) => (
                  <span className="block min-w-0">
                    <span className="foreign block truncate font-medium">{user.name}</span>
                    <span className="block truncate text-2xs text-ink-3">{user.email}</span>
                  </span>
                ),
              },
              {
                id: 'role',
                head: 'Role',
                width: '10rem',
                narrow: '6rem',
                cell: (user) =>
                  may && user.id !== own ? (
                    <Select
                      small
                      aria-label={`Role of ${user.name}`}
                      value={user.role}
                      onChange={({ target }) => setChanging({ user, role: target.value as Role })}
                    >
                      {roles.map(({ role }) => (
                        <option key={role} value={role}>
                          {roleName(role)}
                        </option>
                      ))}
                    </Select>
                  ) : (
                    roleName(user.role)
                  ),
              },
              {
                id: 'factor',
                head: 'Second factor',
                width: '7rem',
                wide: true,
                cell: (user) =>
                  user.secondFactor ? (
                    <Badge tone="allow" icon="check">
                      on
                    </Badge>
                  ) : (
                    <Badge>off</Badge>
                  ),
              },
              {
                id: 'seen',
                head: 'Signed in',
                width: '6rem',
                wide: true,
                cell: ({ lastSignInAt }) => (
                  <span className="text-ink-2">
                    {lastSignInAt === null ? 'never' : since(lastSignInAt, Date.now())}
                  </span>
                ),
              },
              {
                id: 'more',
                head: <span className="sr-only">More</span>,
                width: '5rem',
                end: true,
                cell: (user) =>
                  user.id === own ? (
                    <Badge tone="accent">you</Badge>
                  ) : may ? (
                    <MemberMenu user={user} onProblem={setProblem} onState={(state) => change(user.id, { state })} />
                  ) : (
                    user.state === 'disabled' && <Badge tone="deny">disabled</Badge>
                  ),
              },
            ]}
          />
        )}
      </Section>
      {invitations.items.length > 0 && (
        <Section title="Links that are open" hint="To join, or to choose a new password. Each works once.">
          <div className="divide-y divide-line rounded-lg border border-line bg-surface">
            {invitations.items.map((one) => (
              <div key={one.id} className="flex items-center gap-3 px-4 py-2.5">
                <span className="min-w-0 flex-1">
                  <span className="foreign block truncate">{one.email}</span>
                  <span className="block truncate text-2xs text-ink-3">
                    {one.kind === 'reset' ? 'chooses a new password' : `joins as ${roleName(one.role)}`}
                  </span>
                </span>
                <span className="text-xs text-ink-2">ends {since(one.expiresAt, Date.now())}</span>
                {may && (
                  <Button small onClick={() => withdraw.mutate({ id: one.id })}>
                    Withdraw
                  </Button>
                )}
              </div>
            ))}
          </div>
        </Section>
      )}
      <ApproverGroups />
      {changing !== undefined && (
        <Dialog
          open
          onClose={() => setChanging(undefined)}
          title={`Make ${changing.user.name} ${roleName(changing.role)}?`}
          lead={`${roleMay(changing.role)} They are signed out everywhere, and sign in again with the new role.`}
          footer={
            <>
              <Button onClick={() => setChanging(undefined)}>Leave it</Button>
              <Button
                look="primary"
                busy={update.isPending}
                onClick={() => change(changing.user.id, { role: changing.role })}
              >
                Change the role
              </Button>
            </>
          }
        >
          {problem !== undefined && <ProblemNote problem={problem} />}
        </Dialog>
      )}
      {asked && <Invite onClose={() => setAsked(false)} />}
    </>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const invite = useChange('invitation.create');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate({ email, name, role });
  };
  if (invite.data !== undefined) {
    const { link } = invite.data;
    return (
      <Dialog
        open
        onClose={onClose}
        title="Send them this link"
        lead="It is shown this once, works once, and lasts 72 hours."
        footer={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <CopyText text={link.startsWith('/') ? window.location.origin + link : link} label="invitation" />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Invite somebody"
      footer={
        <Button look="primary" type="submit" form="invite" busy={invite.isPending}>
          Invite
        </Button>
      }
    >
      <form id="invite" onSubmit={submit}>
        <Field label="E-mail address">
          {(ids) => (
            <Input {...ids} type="email" required value={email} onChange={({ target }) => setEmail(target.value)} />
          )}
        </Field>
        <Field label="Name">
          {(ids) => <Input {...ids} required value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <RoleField role={role} onChange={setRole} />
        {invite.isError && <ProblemNote problem={invite.error} />}
      </form>
    </Dialog>
  );
}
