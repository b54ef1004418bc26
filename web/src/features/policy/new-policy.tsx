import { useState } from 'react';
import { FormDialog } from '../../ui/index.ts';
import { PolicyName } from './policy-name.tsx';
import { useNewPolicy } from './use-new-policy.ts';

/** What a new policy says: nothing passes until somebody says so. */
const firstDocument = '{\n  "version": "1",\n  "default": "deny"\n}\n';

/** A policy by its name alone; whatever it says is said in the builder. @param server whose tools are shown there */
export function NewPolicy({ server, onClose }: { readonly server?: string; readonly onClose: () => void }) {
  const [name, setName] = useState(server ?? '');
  const { save, wrongName, problem } = useNewPolicy(server);
  return (
    <FormDialog
      title="New policy"
      lead="It begins by denying everything, as a draft that is in force nowhere."
      act="Begin"
      onClose={onClose}
      onSubmit={() => save.mutate({ name, text: firstDocument, note: 'begun' })}
      change={{ isPending: save.isPending, isError: problem !== null, error: problem }}
    >
      <PolicyName
        label="Name"
        hint="Lower-case letters, digits and dashes, such as github-read-only."
        error={wrongName}
        value={name}
        onChange={setName}
      />
    </FormDialog>
  );
}
