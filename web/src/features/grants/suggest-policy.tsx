import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, CodeBlock, counted, Dialog, ProblemNote, Segmented, Select } from '../../ui/index.ts';

const strictness = ['strict', 'normal', 'loose'] as const;

/** Least privilege from traffic: the smallest policy that covers what a grant did on a server, as a draft of its own. */
export function SuggestPolicy(props: {
  readonly grant: { readonly id: string; readonly label: string; readonly servers: Readonly<Record<string, string>> };
  readonly onClose: () => void;
}) {
  const { grant, onClose } = props;
  const slugs = Object.keys(grant.servers);
  const navigate = useNavigate();
  const mayWrite = useMay('policies:write');
  const [server, setServer] = useState(slugs[0] ?? '');
  const [how, setHow] = useState<(typeof strictness)[number]>('normal');
  const asked = useChange('policy.suggest');
  const saved = useChange(
    'policy.save',
    ({ name }) => void navigate({ to: '/policies/$policy', params: { policy: name }, search: { server } }),
  );
  const found = asked.data;
  const name = `${server}-${grant.label.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`.slice(0, 64);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`What ${grant.label} needs`}
      lead="The smallest policy that covers what it did in the last 14 days, checked by replaying those calls. That you asked is on the record."
      footer={
        found?.document !== undefined && found.document !== null && mayWrite ? (
          <Button
            look="primary"
            icon="policies"
            busy={saved.isPending}
            onClick={() => saved.mutate({ name, text: found.document ?? '', note: `from the calls of ${grant.label}` })}
          >
            Open it in the builder
          </Button>
        ) : undefined
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Select
          aria-label="Server"
          className="w-48"
          value={server}
          onChange={({ target }) => {
            setServer(target.value);
            asked.reset();
          }}
        >
          {slugs.map((slug) => (
            <option key={slug} value={slug}>
              {slug}
            </option>
          ))}
        </Select>
        <Segmented
          label="How close to what was seen"
          value={how}
          options={strictness.map((value) => ({ value, label: value }))}
          onChange={(value) => {
            setHow(value);
            asked.reset();
          }}
        />
        <Button busy={asked.isPending} onClick={() => asked.mutate({ grant: grant.id, server, strictness: how })}>
          Read its calls
        </Button>
      </div>
      {asked.isError && <ProblemNote problem={asked.error} />}
      {found !== undefined && found.document === null && (
        <p className="text-ink-2">No call of it went through: there is nothing to make a policy from.</p>
      )}
      {found !== undefined && found.document !== null && (
        <>
          <p className="mb-2 text-ink-2">
            Made from {counted(found.made, 'call')}, all of which it allows
            {found.leftOut > 0 && `; ${found.leftOut.toLocaleString('en')} that were refused or held are left out`}.
            {!found.values && ' Values of arguments were not kept: their names are all that it can say of them.'}
          </p>
          {found.wider.length > 0 && (
            <ul className="mb-3 list-disc pl-5 text-xs text-ink-2">
              {found.wider.map((line) => (
                <li key={line} className="foreign">
                  {line}
                </li>
              ))}
            </ul>
          )}
          <CodeBlock label="The policy" text={found.document} className="h-72" />
          {!mayWrite && <p className="mt-2 text-xs text-ink-2">A policy manager can make it one of yours.</p>}
          {saved.isError && <ProblemNote problem={saved.error} />}
        </>
      )}
    </Dialog>
  );
}
