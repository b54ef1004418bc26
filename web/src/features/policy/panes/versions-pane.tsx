import { call } from '../../../api/call.ts';
import { useMay } from '../../../api/session.ts';
import { usePages } from '../../../api/use-pages.ts';
import { useChange, useVerb } from '../../../api/use-verb.ts';
import { Badge, Button, moment, ProblemNote, Skeleton, toast } from '../../../ui/index.ts';
import { jsonOf } from '../use-json-of.ts';

/** Every version there was, each of which can be looked at, gone on from, or put in force again. */
export function VersionsPane({ name, onLoad }: { readonly name: string; readonly onLoad: (text: string) => void }) {
  const { items, query, more } = usePages('policy.versions', { name });
  const shown = useVerb('policy.show', { name });
  const may = useMay('policies:activate');
  const activate = useChange('policy.activate', ({ version, state }) =>
    toast(
      state === 'active' ? `Version ${version} is in force.` : `Version ${version} is proposed to a second person.`,
    ),
  );
  const confirm = useChange('policy.confirm', ({ version }) => toast(`Version ${version} is in force.`));
  const load = async (version: number): Promise<void> => {
    const { text, yaml } = await jsonOf(await call('policy.show', { name, version }));
    onLoad(text);
    const left = yaml === undefined ? '' : ', as JSON and without its comments';
    toast(`Version ${version} is in the editor${left}. Nothing is saved yet.`);
  };
  const proposal = shown.data?.proposal ?? null;
  return (
    <div className="p-4">
      <h2 className="mb-3 text-base font-semibold">Versions</h2>
      {proposal !== null && (
        <div className="mb-3 rounded-md bg-ask-soft px-3 py-2 text-xs text-ask">
          Version {proposal.version} is proposed{proposal.observe && ' on trial, where it refuses nothing,'} and waits
          for a second person.
          {may && (
            <Button
              small
              className="ml-2"
              busy={confirm.isPending}
              onClick={() => confirm.mutate({ name, version: proposal.version, observe: proposal.observe })}
            >
              Agree
            </Button>
          )}
        </div>
      )}
      {(activate.isError || confirm.isError) && (
        <div className="mb-3">
          <ProblemNote problem={activate.error ?? confirm.error} />
        </div>
      )}
      {query.isPending && <Skeleton />}
      {query.isError && <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />}
      <ol className="divide-y divide-line rounded-md border border-line">
        {items.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-2 px-3 py-2 text-xs">
            <span className="font-semibold">v{one.version}</span>
            {one.state === 'active' && (
              <Badge tone="allow" icon="check">
                in force
              </Badge>
            )}
            {one.state === 'draft' && <Badge>draft</Badge>}
            <span className="min-w-0 flex-1">
              <span className="foreign block truncate">{one.note}</span>
              <span className="text-2xs text-ink-3">{moment(one.createdAt)}</span>
            </span>
            <Button
              small
              look="quiet"
              onClick={() => void load(one.version).catch(({ message }: Error) => toast(message, 'deny'))}
            >
              Open
            </Button>
            {may && one.state !== 'active' && (
              <Button small busy={activate.isPending} onClick={() => activate.mutate({ name, version: one.version })}>
                {one.state === 'former' ? 'Roll back to it' : 'Put in force'}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button small look="quiet" className="mt-2" onClick={more}>
          Older ones
        </Button>
      )}
    </div>
  );
}
