import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Card, Checkbox, CopyText, Field, Input, Page, ProblemNote, Severity } from '../../ui/index.ts';
import { slugOf } from './slug-of.ts';

/** How the gateway says that an address has to be allowed. */
const isPrivate = (message: string): boolean => message.includes('allowPrivate');

/** Short: it is read beside the form, where there is little room. */
const declared = `servers:
  files:
    command: [node, files.js]`;

/** Registers a server by its URL, after it has been tried. */
export function NewServerPage() {
  const navigate = useNavigate();
  const { url: given = '', next } = useSearch({ strict: false });
  const [url, setUrl] = useState(given);
  const [more, setMore] = useState(false);
  const [slug, setSlug] = useState('');
  const [header, setHeader] = useState('Authorization');
  const [value, setValue] = useState('');
  const [allowPrivate, setPrivate] = useState(false);
  const tried = useChange('server.test', ({ error }) => {
    if (error !== null && isPrivate(error.message)) setMore(true);
  });
  const created = useChange('server.create', ({ slug: server }) => {
    if (next === '/welcome') void navigate({ to: '/welcome', search: { server } });
    else void navigate({ to: '/servers/$server', params: { server } });
  });
  const suggested = slugOf(url);
  const shortName = slug === '' ? suggested : slug;
  const headers = value === '' ? {} : { [header]: value };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (tried.data?.reached !== true) tried.mutate({ url, headers, allowPrivate });
    else created.mutate({ slug: shortName, url, headers, allowPrivate });
  };
  const found = tried.data?.found;
  const again = (): void => tried.reset();
  const may = useMay('servers:write');
  if (!may) {
    return (
      <Page title="Register a server">
        <p className="text-ink-2">Your role sees servers and registers none: an admin can.</p>
      </Page>
    );
  }
  return (
    <Page
      title="Register a server"
      lead="Toolgate asks it for its tools first. Nothing is kept until you say so, and nothing is called."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="p-5">
          <form onSubmit={submit}>
            <Field label="URL" hint="Where the server speaks MCP over HTTP.">
              {(ids) => (
                <Input
                  {...ids}
                  autoFocus
                  required
                  type="url"
                  placeholder="https://mcp.example.com/mcp"
                  value={url}
                  className="w-full font-mono"
                  onChange={({ target }) => {
                    setUrl(target.value);
                    again();
                  }}
                />
              )}
            </Field>
            <details className="mb-4" open={more} onToggle={({ currentTarget }) => setMore(currentTarget.open)}>
              <summary className="text-xs font-medium text-ink-2">
                It wants a credential, or stands in a private network
              </summary>
              <div className="mt-3 grid grid-cols-[10rem_minmax(0,1fr)] gap-3">
                <Field label="Header">
                  {(ids) => <Input {...ids} value={header} onChange={({ target }) => setHeader(target.value)} />}
                </Field>
                <Field label="Value" hint="Sealed at once; never shown again.">
                  {(ids) => (
                    <Input
                      {...ids}
                      type="password"
                      autoComplete="off"
                      placeholder="Bearer …"
                      value={value}
                      onChange={({ target }) => {
                        setValue(target.value);
                        again();
                      }}
                    />
                  )}
                </Field>
              </div>
              <Checkbox
                label="The address may be private or loopback"
                checked={allowPrivate}
                onChange={({ target }) => {
                  setPrivate(target.checked);
                  again();
                }}
              />
            </details>
            {tried.isError && <ProblemNote problem={tried.error} className="mb-4" />}
            {tried.data?.reached === false && (
              <ProblemNote
                className="mb-4"
                problem={
                  new Error(
                    isPrivate(tried.data.error?.message ?? '')
                      ? 'It stands at an address that is not public. If that is meant to be so, tick the box above and try again.'
                      : `It could not be reached: ${tried.data.error?.message ?? 'no answer'}.`,
                  )
                }
              />
            )}
            {found !== undefined && found !== null && (
              <div className="mb-4 rounded-md border border-line">
                <p className="border-b border-line px-3 py-2 text-xs font-medium">
                  {found.tools.length} tools, answered in {tried.data?.ms} ms
                </p>
                <ul className="max-h-64 divide-y divide-line overflow-y-auto">
                  {found.tools.map((tool) => (
                    <li key={tool.name} className="flex items-center gap-3 px-3 py-1.5">
                      <span className="foreign min-w-0 flex-1 truncate font-mono text-xs">{tool.name}</span>
                      <span className="text-xs text-ink-3">{tool.category}</span>
                      <Severity severity={tool.severity} />
                    </li>
                  ))}
                </ul>
              </div>
            )}
            {tried.data?.reached === true && (
              <Field
                label="Short name"
                hint={`Agents reach it at ${window.location.origin}/mcp/${shortName}, and it cannot be changed later.`}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    placeholder={suggested}
                    pattern="[a-z0-9][a-z0-9\-]*"
                    title="A small letter or digit first; then small letters, digits and -"
                    value={slug}
                    onChange={({ target }) => setSlug(target.value)}
                    className="w-64 font-mono"
                  />
                )}
              </Field>
            )}
            {created.isError && <ProblemNote problem={created.error} className="mb-4" />}
            <Button look="primary" type="submit" busy={tried.isPending || created.isPending}>
              {tried.data?.reached === true ? 'Register' : 'Try it'}
            </Button>
          </form>
        </Card>
        <aside className="text-xs text-ink-2">
          <h2 className="mb-1.5 text-sm font-semibold text-ink">Not sure which?</h2>
          <p className="mb-5">
            The{' '}
            <Link to="/explore" className="text-accent underline">
              catalogue
            </Link>{' '}
            knows what the tools of many servers can do at worst, before an agent has any of them.
          </p>
          <h2 className="mb-1.5 text-sm font-semibold text-ink">A server that is a process</h2>
          <p className="mb-2">
            stdio servers are declared in <code>toolgate.yaml</code>, which the gateway is started with (
            <code>toolgate up --config toolgate.yaml</code>), and appear here by themselves: no request, not even an
            administrator’s, can choose what is started on this machine.
          </p>
          <CopyText text={declared} label="an example of the file" multiline />
        </aside>
      </div>
    </Page>
  );
}
