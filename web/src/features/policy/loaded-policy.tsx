import { Link, useBlocker, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { AskLeave, Badge, Button, counted, Icon, Page, Select } from '../../ui/index.ts';
import { FromYaml } from './from-yaml.tsx';
import { panelsOf } from './panels-of.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicyMenu } from './policy-menu.tsx';
import { PolicyState } from './policy-state.tsx';
import { PutInForce } from './put-in-force.tsx';
import { SaveProblem } from './save-problem.tsx';
import { useChecked } from './use-checked.ts';
import type { Yaml } from './use-json-of.ts';
import { usePolicyText } from './use-policy-text.ts';
import { useSaving } from './use-saving.ts';
import { useTools } from './use-tools.ts';

type Shown = Output<'policy.show'>;

/**
 * A policy that is here: built, tried, saved and put in force.
 *
 * @param newest what editing goes on from, its text as JSON; @param inForce what calls are judged by, if anything is
 * @param yaml what the newest was written in, where that is not JSON
 */
export function LoadedPolicy({ inForce, newest, yaml }: { inForce: Shown; newest: Shown; yaml: Yaml | undefined }) {
  const { name } = newest;
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const servers = usePages('server.list', {});
  const server =
    search.server ??
    inForce.attached[0]?.server ??
    servers.items.find(({ slug }) => slug === name)?.slug ??
    servers.items[0]?.slug;
  const { tools } = useTools(server);
  const policy = usePolicyText(newest.text);
  const saving = useSaving(newest, policy.text);
  const { changed, busy, version, put } = saving;
  const mayWrite = useMay('policies:write');
  const mayActivate = useMay('policies:activate');
  const mayGrant = useMay('grants:write');
  /** Whether what is written in YAML goes on as JSON: asked when somebody wants to change it here. */
  const [inJson, setInJson] = useState(false);
  const [asked, setAsked] = useState(false);
  const written = yaml !== undefined && !inJson;
  const readOnly = newest.origin === 'file' || written || !mayWrite;
  const why =
    newest.origin === 'file'
      ? 'The configuration file declares this policy: it is changed there, and shown here.'
      : mayWrite
        ? undefined
        : 'Your role may read policies, and not change them: an admin or a policy manager can.';
  const { remarks, valid } = useChecked(policy.text, policy.broken);
  const leaving = useBlocker({ shouldBlockFn: () => changed, enableBeforeUnload: changed, withResolver: true });

  return (
    <Page
      wide
      title={name}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <PolicyState policy={newest} />
          <span>
            {newest.latestVersion === null ? 'read-only here' : `version ${version ?? newest.latestVersion}`}
            {newest.activeVersion !== null &&
              newest.activeVersion !== version &&
              `, version ${newest.activeVersion} in force`}
          </span>
          {(inForce.activeVersion !== null || inForce.origin === 'file') && (
            <span>
              {inForce.attached.length > 0 ? (
                counted(new Set(inForce.attached.map(({ grant }) => grant)).size, 'grant')
              ) : mayGrant ? (
                <Link
                  to="/grants"
                  search={{ new: 1, policy: name, ...(server === undefined ? {} : { server }) }}
                  className="link"
                >
                  no grant has it yet: make one
                </Link>
              ) : (
                'no grant has it yet'
              )}
            </span>
          )}
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
                <Button look="primary" disabled={!valid} busy={busy} onClick={() => setAsked(true)}>
                  Put in force…
                </Button>
              )}
            </>
          )}
          {newest.origin === 'stored' && mayWrite && <PolicyMenu name={name} attached={inForce.attached} />}
        </>
      }
    >
      <SaveProblem saving={saving} />
      {leaving.status === 'blocked' && <AskLeave onStay={leaving.reset} onLeave={leaving.proceed} />}
      {asked && (
        <PutInForce
          title={`Put ${name} in force?`}
          act="Put in force"
          inForce={inForce}
          text={policy.text}
          choose
          onKeep={() => setAsked(false)}
          // What is refused of it is said above the builder, where the way on stands, too.
          onAct={(observe) => put(true, observe, () => setAsked(false))}
          change={saving.save}
        />
      )}
      {why !== undefined && (
        <p className="mb-4 flex items-center gap-2 rounded-md bg-sunken px-3 py-2 text-ink-2">
          <Icon name="eye" /> {why}
        </p>
      )}
      {yaml !== undefined && newest.origin === 'stored' && mayWrite && (
        <FromYaml
          yaml={yaml}
          json={newest.text}
          version={newest.latestVersion}
          agreed={!written}
          onAgree={() => {
            // Nothing of it is saved as JSON.
            saving.compareWith('');
            setInJson(true);
          }}
          onKeep={() => {
            policy.load(newest.text);
            saving.compareWith(newest.text);
            setInJson(false);
          }}
        />
      )}
      <PolicyEditor
        policy={policy}
        tools={tools}
        remarks={remarks}
        readOnly={readOnly}
        panels={panelsOf({
          inForce,
          newest,
          yaml,
          text: policy.text,
          valid,
          server,
          tools,
          onLoad: (text) => {
            setInJson(true);
            policy.load(text);
          },
        })}
      />
    </Page>
  );
}
