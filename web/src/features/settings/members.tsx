import { useState } from 'react';
import { useMay, useUserId } from '../../api/session.ts';
import { type ItemOf, usePages } from '../../api/use-pages.ts';
import { Answered, Badge, Button, Section, since, Table } from '../../ui/index.ts';
import { ApproverGroups } from './approver-groups.tsx';
import { Invite } from './invite.tsx';
import { MemberMenu } from './member-menu.tsx';
import { MemberRole } from './member-role.tsx';
import { OpenLinks } from './open-links.tsx';
import { roleName } from './roles.ts';

type User = ItemOf<'user.list'>;

/** Who may sign in, and as what. */
export function Members() {
  const { items, query, rest } = usePages('user.list', {}, { refetchMs: 5_000 });
  const may = useMay('accounts:write');
  const own = useUserId();
  const [asked, setAsked] = useState(false);
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
        <Answered query={query}>
          {
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
                  cell: (user) => (may && user.id !== own ? <MemberRole user={user} /> : roleName(user.role)),
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
                  width: '7rem',
                  narrow: '5rem',
                  end: true,
                  cell: (user) =>
                    user.id === own ? (
                      <Badge tone="accent">you</Badge>
                    ) : (
                      <span className="flex items-center justify-end gap-1">
                        {user.state === 'disabled' && <Badge tone="deny">disabled</Badge>}
                        {may && <MemberMenu user={user} />}
                      </span>
                    ),
                },
              ]}
            />
          }
        </Answered>
      </Section>
      <OpenLinks />
      <ApproverGroups />
      {asked && <Invite onClose={() => setAsked(false)} />}
    </>
  );
}
