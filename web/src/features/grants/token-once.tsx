import { CopyText } from '../../ui/index.ts';
import { ClientSnippets } from './client-snippets.tsx';

/** A token, this once, and what to do with it. */
export function TokenOnce({ token, servers }: { readonly token: string; readonly servers: readonly string[] }) {
  return (
    <>
      <p className="mb-1.5 text-xs font-medium">The token, shown this once</p>
      <CopyText text={token} label="token" />
      <p className="mt-1.5 mb-5 text-xs text-ink-2">
        Toolgate keeps only its hash. Put it into the environment of the agent as <code>TOOLGATE_TOKEN</code>.
      </p>
      <ClientSnippets servers={servers} />
    </>
  );
}
