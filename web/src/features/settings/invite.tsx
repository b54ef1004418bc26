import { useState } from 'react';
import { useChange } from '../../api/use-verb.ts';
import { Field, FormDialog, Input, ShownOnce } from '../../ui/index.ts';
import { RoleField } from './role-field.tsx';
import type { Role } from './roles.ts';
import { wholeLink } from './whole-link.ts';

/** Somebody else, by a link that works once: nothing is sent, and no password is chosen for them. */
export function Invite({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const invite = useChange('invitation.create');
  if (invite.data !== undefined) {
    return (
      <ShownOnce
        title="Send them this link"
        lead="It is shown this once, works once, and lasts 72 hours."
        secret={wholeLink(invite.data.link)}
        label="invitation"
        done="Done"
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title="Invite somebody"
      lead="You get a link to send to them; Toolgate sends nothing."
      act="Invite"
      onClose={onClose}
      onSubmit={() => invite.mutate({ email, name, role })}
      change={invite}
    >
      <Field label="E-mail address" hint="They sign in with it.">
        {(ids) => (
          <Input {...ids} type="email" required value={email} onChange={({ target }) => setEmail(target.value)} />
        )}
      </Field>
      <Field label="Name">
        {(ids) => <Input {...ids} required value={name} onChange={({ target }) => setName(target.value)} />}
      </Field>
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  );
}
