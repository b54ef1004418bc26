import { useState } from 'react';
import type { ItemOf } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Confirm, Select, toast } from '../../ui/index.ts';
import { type Role, roleMay, roleName, roles } from './roles.ts';

/** The role of a member, and another one: arrow keys choose in a list, and nobody loses a role by one on the way. */
export function MemberRole({ user }: { readonly user: ItemOf<'user.list'> }) {
  const [chosen, setChosen] = useState<Role>();
  const update = useChange('user.update', () => {
    setChosen(undefined);
    toast('Changed.');
  });
  return (
    <>
      <Select
        small
        aria-label={`Role of ${user.name}`}
        value={user.role}
        onChange={({ target }) => setChosen(target.value as Role)}
      >
        {roles.map(({ role }) => (
          <option key={role} value={role}>
            {roleName(role)}
          </option>
        ))}
      </Select>
      {chosen !== undefined && (
        <Confirm
          title={`Make ${user.name} ${roleName(chosen)}?`}
          lead={`${roleMay(chosen)} They are signed out everywhere, and sign in again with the new role. API keys and links that they made are refused.`}
          keep="Leave it"
          act="Change the role"
          look="primary"
          onKeep={() => setChosen(undefined)}
          onAct={() => update.mutate({ id: user.id, role: chosen })}
          change={update}
        />
      )}
    </>
  );
}
