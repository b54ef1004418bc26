import { useMutation } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ComponentProps, useRef, useState } from 'react';
import { call, type Input, type Output } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange, useVerb } from '../../api/use-verb.ts';
import { Badge, Button, Icon, Menu, MenuItem, Page, ProblemNote, Select, Skeleton, toast } from '../../ui/index.ts';
import { IntoJson } from './into-json.tsx';
import { DiffPane } from './panes/diff-pane.tsx';
import { ImpactPane } from './panes/impact-pane.tsx';
import { TrialPane } from './panes/trial-pane.tsx';
import { TryPane } from './panes/try-pane.tsx';
import { VersionsPane } from './panes/versions-pane.tsx';
import { PolicyState } from './policies-page.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicyMenu } from './policy-menu.tsx';
import { useChecked } from './use-checked.ts';
import { useJsonOf, type Yaml } from './use-json-of.ts';
import { usePolicyText } from './use-policy-text.ts';
import { useTools } from './use-tools.ts';

type Shown = Output<'policy.show'>;

export function PolicyPage() {
  const { policy: name } = useParams({ strict: false }) as { policy: string };
  const shown = useVerb('policy.show', { name });
  const newest = useVerb(
    'policy.show',
    { name, version: shown.data?.latestVersion ?? 1 },
    { enabled: typeof shown.data?.latestVersion === 'number', keep: true },
  );
  const base = shown.data?.latestVersion === null ? shown.data : newest.data;
  const [before, after] = [useJsonOf(shown.data), useJsonOf(base)];
  const problem = shown.error ?? newest.error ?? before.error ?? after.error;
  // What is being edited stays, whatever the gateway answers, or does not answer, when it is asked again.
  const ready = useRef<ComponentProps<typeof Loaded>>(undefined);
  if (shown.data !== undefined && base?.name === name && before.data !== undefined && after.data !== undefined) {
    ready.current = {
      inForce: { ...shown.data, text: before.data.text },
      newest: { ...base, text: after.data.text },
      yaml: after.data.yaml,
    };
  }
  if (ready.current?.newest.name === name) return <Loaded key={name} {...ready.current} />;
  return (
    <Page title={name} wide>
      {problem === null ? (
        <Skeleton rows={8} />
      ) : (
        <ProblemNote
          problem={problem}
          onRetry={() => void Promise.all([shown, newest, before, after].map(({ refetch }) => refetch()))}
        />
      )}
    </Page>
  );
}

/**
 * @param newest what editing goes on from, its text as JSON; @param inForce what calls are judged by, if anything is
 * @param yaml what the newest was written in, where that is not JSON
 */
function Loaded({ inForce, newest, yaml }: { inForce: Shown; newest: Shown; yaml: Yaml | undefined }) {
  const { name } = newest;
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const servers = usePages('server.list', {});
  const server =
    search.server ??
    inForce.attached[0]?.server ??
    servers.items.find(({ slug }) => slug === name)?.slug ??
    servers.items[0]?.slug;
  const tools = useTools(server);
  const [saved, setSaved] = useState({ text: newest.text, version: newest.latestVersion });
  const policy = usePolicyText(newest.text);
  const mayWrite = useMay('policies:write');
  const mayActivate = useMay('policies:activate');
  /** Whether what is written in YAML goes on as JSON: asked when somebody wants to change it here. */
  const [intoJson, setIntoJson] = useState<'asked' | 'agreed'>();
  const written = yaml !== undefined && intoJson !== 'agreed';
  const readOnly = newest.origin === 'file' || written || !mayWrite;
  const why =
    newest.origin === 'file'
      ? 'The configuration file declares this policy: it is changed there, and shown here.'
      : mayWrite
        ? undefined
        : 'Your role may read policies, and not change them: an admin or a policy manager can.';
  const { remarks, valid } = useChecked(policy.text, policy.broken);
  const changed = policy.text !== saved.text;
  useBlocker({
    shouldBlockFn: () => changed && !window.confirm('Leave, and lose what was not saved?'),
    enableBeforeUnload: changed,
  });

  /** What was sent is saved; what was typed since is not. */
  const done = (output: Output<'policy.save'>, { text }: Input<'policy.save'>): void => {
    setSaved({ text, version: output.version });
    const word =
      output.activation === null
        ? 'Saved as a draft'
        : output.activation.state === 'active'
          ? 'In force'
          : 'Proposed to a second person';
    toast(`${word}: version ${output.version}.`);
  };
  const save = useChange('policy.save', done);
  const put = (activate: boolean, observe = false): void =>
    save.mutate({ name, text: policy.text, activate, observe, base: saved.version ?? 0 });
  const conflict = save.error instanceof Problem && save.error.code === 'conflict';
  const theirs = useMutation({
    mutationFn: () => call('policy.show', { name }),
    onSuccess: ({ latestVersion }) => {
      setSaved({ text: saved.text, version: latestVersion });
      save.reset();
      toast('Yours goes on from the newest version now: look at the difference, then save.');
    },
  });
  const busy = save.isPending || theirs.isPending;
  const current = inForce.activeVersion === null ? undefined : inForce.text;

  return (
    <Page
      wide
      title={name}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <PolicyState policy={newest} />
          <span>
            {newest.latestVersion === null ? 'read-only here' : `version ${saved.version ?? newest.latestVersion}`}
            {newest.activeVersion !== null &&
              newest.activeVersion !== saved.version &&
              `, version ${newest.activeVersion} in force`}
          </span>
          {changed && <Badge tone="accent">not saved</Badge>}
        </span>
      }
      actions={
        <>
          <Select
            aria-label="Server whose tools are shown"
            className="w-44"
            value={server ?? ''}
            onChange={({ target }) =>
              void navigate({
                to: '/policies/$policy',
                params: { policy: name },
                search: { server: target.value },
                replace: true,
                ignoreBlocker: true,
              })
            }
          >
            {server === undefined && <option value="">no server</option>}
            {servers.items.map(({ slug }) => (
              <option key={slug} value={slug}>
                tools of {slug}
              </option>
            ))}
          </Select>
          {!readOnly && (
            <>
              <Button disabled={!changed || !valid} busy={busy} onClick={() => put(false)}>
                Save draft
              </Button>
              {mayActivate && (
                <Menu
                  trigger={
                    <Button look="primary" icon="down" disabled={!valid} busy={busy}>
                      Put in force
                    </Button>
                  }
                >
                  <MenuItem icon="check" onSelect={() => put(true)}>
                    Enforce now
                  </MenuItem>
                  <MenuItem icon="eye" onSelect={() => put(true, true)}>
                    Observe: refuse nothing, record it
                  </MenuItem>
                </Menu>
              )}
            </>
          )}
          {newest.origin === 'stored' && mayWrite && <PolicyMenu name={name} attached={inForce.attached} />}
        </>
      }
    >
      {save.isError && (
        <div className="mb-4">
          <ProblemNote problem={save.error} />
          {conflict && (
            <div className="mt-2 flex flex-wrap items-center gap-2 text-xs text-ink-2">
              Somebody else saved while you were writing. Nothing of yours is lost, and nothing of theirs: their version
              is under <strong>Versions</strong>.
              <Button small busy={theirs.isPending} onClick={() => theirs.mutate()}>
                Go on from theirs with my text
              </Button>
              {theirs.isError && <ProblemNote problem={theirs.error} />}
            </div>
          )}
        </div>
      )}
      {why !== undefined && (
        <p className="mb-4 flex items-center gap-2 rounded-md bg-sunken px-3 py-2 text-ink-2">
          <Icon name="eye" /> {why}
        </p>
      )}
      {yaml !== undefined && newest.origin === 'stored' && mayWrite && (
        <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-sunken px-3 py-2 text-ink-2">
          {written ? (
            <>
              This policy is written in YAML. Here stands the JSON that it means, which the builder can change.
              <Button small onClick={() => setIntoJson('asked')}>
                Edit it as JSON
              </Button>
            </>
          ) : (
            <>
              It goes on as JSON. The YAML stays under Versions.
              <Button
                small
                onClick={() => {
                  policy.load(newest.text);
                  setSaved({ text: newest.text, version: saved.version });
                  setIntoJson(undefined);
                }}
              >
                Keep the YAML
              </Button>
            </>
          )}
        </p>
      )}
      {yaml !== undefined && intoJson === 'asked' && (
        <IntoJson
          yaml={yaml}
          json={newest.text}
          version={newest.latestVersion}
          onClose={() => setIntoJson(undefined)}
          onAgree={() => {
            // Nothing of it is saved as JSON.
            setSaved({ text: '', version: saved.version });
            setIntoJson('agreed');
          }}
        />
      )}
      <PolicyEditor
        policy={policy}
        tools={tools.tools}
        remarks={remarks}
        readOnly={readOnly}
        panels={[
          ...(yaml === undefined
            ? []
            : [
                {
                  id: 'yaml',
                  label: 'YAML',
                  content: () => <pre className="foreign p-4 font-mono text-xs">{yaml.text}</pre>,
                },
              ]),
          {
            id: 'try',
            label: 'Try a call',
            content: () => <TryPane document={policy.text} valid={valid} server={server} tools={tools.tools} />,
          },
          {
            id: 'impact',
            label: 'Impact',
            content: () => <ImpactPane name={name} text={policy.text} format="json" valid={valid} server={server} />,
          },
          ...(inForce.observe
            ? [{ id: 'trial', label: 'On trial', content: () => <TrialPane policy={inForce} /> }]
            : []),
          ...(current === undefined
            ? []
            : [
                {
                  id: 'diff',
                  label: 'Diff',
                  content: () => <DiffPane before={current} after={policy.text} valid={valid} tools={tools.tools} />,
                },
              ]),
          ...(newest.origin === 'stored'
            ? [
                {
                  id: 'versions',
                  label: 'Versions',
                  content: () => (
                    <VersionsPane
                      name={name}
                      onLoad={(text) => {
                        setIntoJson('agreed');
                        policy.load(text);
                      }}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Page>
  );
}
