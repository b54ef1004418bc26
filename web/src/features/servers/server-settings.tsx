import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useChange } from '../../api/use-verb.ts';
import { wrongFields } from '../../api/wrong-fields.ts';
import { AskLeave, Button, Checkbox, Drawer, Field, Input, ProblemNote, Section, toast } from '../../ui/index.ts';
import { ServerCertificates } from './server-certificates.tsx';
import { changesOf, credentialName, draftOf, moves, type Server, type ServerDraft, spans } from './server-draft.ts';
import { ServerHeaders } from './server-headers.tsx';
import { ServerLoad } from './server-load.tsx';

const switches = [
  ['pinned', 'Pinned', 'A new or changed definition is quarantined until somebody approves it.'],
  ['twoPerson', 'Two people', 'A policy comes into force for it only when a second person agrees.'],
  [
    'trusted',
    'Trusted',
    'What its author says of a tool may lower the tool’s class. Otherwise it only ever raises it.',
  ],
  ['allowPrivate', 'Private address', 'It may stand at a private or loopback address.'],
] as const;

/** Everything that may be changed of a stored server. What is not touched is not sent. */
export function ServerSettings({ server, onClose }: { readonly server: Server; readonly onClose: () => void }) {
  // What editing goes on from: the page behind reads the server anew every few seconds.
  const [before, setBefore] = useState(server);
  const [draft, setDraft] = useState(() => draftOf(server));
  const [lost, setLost] = useState<readonly string[]>([]);
  const change = (more: Partial<ServerDraft>): void => setDraft((now) => ({ ...now, ...more }));
  const update = useChange('server.update', ({ cleared, ...after }, { url = '' }) => {
    const gone = cleared.filter((field) => !after.credentials.includes(field));
    setBefore(after);
    setDraft(draftOf(after));
    toast('Saved, and in force.');
    if (moves(before, url) && gone.length > 0) setLost(gone);
    else onClose();
  });
  const changes = changesOf(before, draft);
  const changed = Object.keys(changes).length > 0;
  const { error } = update;
  const wrong = wrongFields(error);
  const shown = new Set(['/name', '/url', '/ca', '/maxConcurrency', ...spans.map((span) => `/timeouts/${span}`)]);
  const elsewhere = [...wrong.keys()].some((pointer) => !shown.has(pointer) && !pointer.startsWith('/headers/'));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  useEffect(() => {
    if (lost.length > 0) form.current?.scrollIntoView();
  }, [lost]);
  const [leaving, setLeaving] = useState(false);
  const close = (): void => (changed ? setLeaving(true) : onClose());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLost([]);
    if (changed) update.mutate({ slug: before.slug, ...changes });
  };
  return (
    <Drawer open onClose={close} title={`Settings of ${before.slug}`}>
      {leaving && <AskLeave onStay={() => setLeaving(false)} onLeave={onClose} />}
      <form ref={form} onSubmit={submit}>
        <fieldset disabled={update.isPending} className="contents">
          {lost.length > 0 && (
            <Note>
              Saved. It stands at another origin now, and what was sealed for the former one was taken away:{' '}
              <strong className="foreign">{lost.map(credentialName).join(', ')}</strong>. Calls go without until you
              give it anew.
            </Note>
          )}
          <Field label="Name" error={wrong.get('/name')}>
            {(ids) => (
              <Input {...ids} required value={draft.name} onChange={({ target }) => change({ name: target.value })} />
            )}
          </Field>
          <Field
            label="URL"
            error={wrong.get('/url')}
            hint={
              before.credentials.includes('query')
                ? 'Its query is sealed and not shown. Whoever changes the URL gives the query anew.'
                : 'What stands in its query is kept sealed.'
            }
          >
            {(ids) => (
              <Input
                {...ids}
                type="url"
                required
                className="w-full font-mono"
                value={draft.url}
                onChange={({ target }) => change({ url: target.value })}
              />
            )}
          </Field>
          {moves(before, draft.url) && before.credentials.length > 0 && (
            <Note>
              Another origin. What is sealed for this one is never sent to another:{' '}
              <strong className="foreign">{before.credentials.map(credentialName).join(', ')}</strong> will be taken
              away when you save, unless you give a new value here.
            </Note>
          )}
          <Section title="Headers" hint="Sent with every request. Sealed at once, and never shown again.">
            <ServerHeaders headers={draft.headers} wrong={wrong} onChange={(headers) => change({ headers })} />
          </Section>
          <Section title="How it is treated">
            <div className="space-y-3">
              {switches.map(([key, label, hint]) => (
                <Checkbox
                  key={key}
                  className="flex items-start [&>input]:mt-0.5"
                  label={
                    <>
                      <span className="font-medium">{label}</span>
                      <span className="block text-xs text-ink-2">{hint}</span>
                    </>
                  }
                  checked={draft[key]}
                  onChange={({ target }) => change({ [key]: target.checked })}
                />
              ))}
            </div>
          </Section>
          <ServerLoad draft={draft} wrong={wrong} onChange={change} />
          <ServerCertificates draft={draft} wrong={wrong} custom={before.customCa} onChange={change} />
        </fieldset>
        {update.isError && (wrong.size === 0 || elsewhere ? <ProblemNote problem={update.error} /> : <NotSaved />)}
        <div className="sticky -bottom-5 -mx-5 mt-5 -mb-5 flex items-center gap-2 border-t border-line bg-raised px-5 py-3">
          <Button look="primary" type="submit" disabled={!changed} busy={update.isPending}>
            Save
          </Button>
          <Button onClick={close}>{changed ? 'Cancel' : 'Close'}</Button>
          <span className="text-xs text-ink-2" role="status">
            {changed ? 'Not saved yet' : ''}
          </span>
        </div>
      </form>
    </Drawer>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <p role="status" className="mb-4 rounded-md bg-ask-soft px-3 py-2 text-xs text-ask">
      {children}
    </p>
  );
}

function NotSaved() {
  return <ProblemNote problem={new Error('Nothing is saved yet: what is marked above is not taken.')} />;
}
