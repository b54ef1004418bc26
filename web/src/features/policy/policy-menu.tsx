import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Confirm, Dialog, IconButton, Menu, MenuItem, toast } from '../../ui/index.ts';

/** What else can be done with a stored policy: it is removed, once no grant has it. */
export function PolicyMenu(props: { readonly name: string; readonly attached: Output<'policy.show'>['attached'] }) {
  const { name, attached } = props;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useChange('policy.remove', () => {
    toast(`${name} is removed.`);
    // What was typed into it and not saved has nothing left to be saved to.
    void navigate({ to: '/policies', ignoreBlocker: true });
  });
  const free = attached.length === 0;
  return (
    <>
      <Menu trigger={<IconButton icon="more" label="More" />}>
        <MenuItem
          icon="trash"
          danger
          onSelect={() => {
            remove.reset();
            // Who has it may have changed since the page was read.
            void queries.invalidateQueries({ queryKey: ['policy.show'] });
            setAsked(true);
          }}
        >
          Remove…
        </MenuItem>
      </Menu>
      {asked && free && (
        <Confirm
          title={`Remove ${name}?`}
          lead="No grant has it. Its versions stay on the record, which names them; it cannot be put in force again."
          keep="Keep it"
          act="Remove it"
          onKeep={() => setAsked(false)}
          onAct={() => remove.mutate({ name })}
          change={remove}
        />
      )}
      {asked && !free && (
        <Dialog
          open
          onClose={() => setAsked(false)}
          title={`${name} is in use`}
          lead="A policy that a grant has is not removed: the grant would be judged by nothing. Give these another policy first, or revoke them."
          footer={<Button onClick={() => setAsked(false)}>Close</Button>}
        >
          <ul className="divide-y divide-line rounded-md border border-line">
            {attached.map(({ grant, server }) => (
              <li key={`${grant} ${server}`} className="flex gap-2 px-3 py-1.5 text-xs">
                <span className="foreign min-w-0 flex-1 truncate">{grant}</span>
                <span className="text-ink-2">on {server}</span>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
