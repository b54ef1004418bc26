import { useState } from 'react';
import { useChange } from '../../api/use-verb.ts';
import { FormDialog, moment, toast } from '../../ui/index.ts';
import type { Grant } from './grant.ts';
import { TermsFields, termsOf } from './grant-terms.tsx';

/** What a grant opens, and on what terms, changed: its token and its budgets stay. */
export function EditGrant(props: {
  readonly grant: Grant;
  readonly onClose: () => void;
  readonly onSaved: (grant: Grant) => void;
}) {
  const { grant, onClose, onSaved } = props;
  const [terms, setTerms] = useState({
    label: grant.label,
    servers: grant.servers,
    lasts: 'as_is',
    addresses: grant.addresses.join('\n'),
    tags: Object.entries(grant.tags)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  });
  const update = useChange('grant.update', (saved) => {
    toast(`${saved.label} is changed, from its next call on.`);
    onSaved(saved);
    onClose();
  });
  const asIs = grant.expiresAt === null ? 'for ever, as it is' : `until ${moment(grant.expiresAt)}, as it is`;
  return (
    <FormDialog
      title={`Change ${grant.label}`}
      lead="Its token stays, and what is left of its budgets."
      keep="Leave it"
      act="Save"
      onClose={onClose}
      onSubmit={() => update.mutate({ grant: grant.id, ...termsOf(terms) })}
      change={update}
    >
      <TermsFields terms={terms} onChange={setTerms} asIs={asIs} />
    </FormDialog>
  );
}
