import { useMay } from '../../api/session.ts';
import { useVerb } from '../../api/use-verb.ts';
import { Badge, CopyText, Fact, Facts, moment, ProblemNote, Section, Skeleton } from '../../ui/index.ts';

/** What this installation is: how long it keeps records, under which keys, and where it stands. */
export function Installation() {
  const shown = useVerb('installation.show', {});
  const events = useMay('events:read');
  if (shown.isError) return <ProblemNote problem={shown.error} onRetry={() => void shown.refetch()} />;
  if (shown.data === undefined) return <Skeleton rows={8} />;
  const { records, keys, dataFolder, node, origin, catalogPublic } = shown.data;
  return (
    <div className="max-w-3xl">
      <Section
        title="Retention"
        hint={
          <>
            Set in <code>toolgate.yaml</code> under <code>audit</code>; what is removed leaves a signed cut, so that the
            chain still proves the rest.
          </>
        }
      >
        <Facts look="rows">
          <Fact name="Records are kept">{spanOf(records.retentionMs)}</Fact>
          <Fact name="At most">{records.maxBytes === null ? 'any size' : sizeOf(records.maxBytes)}</Fact>
          <Fact name="The oldest call">{records.oldest === null ? 'none yet' : moment(records.oldest)}</Fact>
          <Fact name="On disk before they go out">
            <span className="flex flex-wrap gap-1">
              {records.writeAhead.length === 0
                ? 'approvals and durable limits only'
                : records.writeAhead.map((one) => <Badge key={one}>{one}</Badge>)}
            </span>
          </Fact>
        </Facts>
      </Section>
      <Section
        title="Keys"
        hint="Named by what is derived from them; a key itself is never shown. A rotation seals everything anew, and records stay under the key they were written under."
      >
        <Facts look="rows">
          <Fact name="Seals what is new">
            <code>{keys.current}</code>
          </Fact>
          <Fact name="Only open what is old">
            {keys.former.length === 0 ? 'none' : keys.former.map((id) => <code key={id}>{id} </code>)}
          </Fact>
        </Facts>
        <p className="mt-3 mb-1 text-xs text-ink-2">On this machine, for a new one:</p>
        <CopyText text="toolgate keys rotate" label="command that rotates the key" />
      </Section>
      {events && <Heads />}
      <Section title="About">
        <Facts look="rows">
          <Fact name="Reached at">
            <code>{origin ?? window.location.origin}</code>
          </Fact>
          <Fact name="Data">
            <code className="foreign">{dataFolder}</code>
          </Fact>
          <Fact name="Runs on">Node {node}</Fact>
          <Fact name="Catalogue">{catalogPublic ? 'public, on a listener of its own' : 'for who is signed in'}</Fact>
          <Fact name="API">
            <a className="text-accent hover:underline" href="/api/v1/openapi.json">
              OpenAPI description
            </a>
          </Fact>
          <Fact name="Licence">Apache-2.0</Fact>
        </Facts>
      </Section>
    </div>
  );
}

/** The end of each chain: kept elsewhere, it proves a tail that was cut off. */
function Heads() {
  const heads = useVerb('audit.heads', {});
  const text = (heads.data?.items ?? []).map(({ writer, seq, mac }) => `${writer} ${seq} ${mac}`).join('\n');
  return (
    <Section
      title="Heads of the record"
      hint={
        <>
          Whoever holds the key and the disk can rewrite history. Keep these elsewhere:{' '}
          <code>toolgate audit verify --head</code> finds a tail that was cut.
        </>
      }
    >
      {heads.isError ? (
        <ProblemNote problem={heads.error} onRetry={() => void heads.refetch()} />
      ) : (
        <CopyText text={text} label="heads" multiline />
      )}
    </Section>
  );
}

function spanOf(ms: number | null): string {
  if (ms === null) return 'for good';
  const days = ms / 86_400_000;
  return days >= 1 ? `${Math.round(days)} days` : `${Math.round(ms / 3_600_000)} hours`;
}

function sizeOf(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
