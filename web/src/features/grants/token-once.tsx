import { CopyText } from '../../ui/index.ts';
import { ClientSnippets } from './client-snippets.tsx';

/**
 * A token, this once, and what to do with it.
 *
 * @param grant its grant’s id
 */
export function TokenOnce({ token, grant }: { readonly token: string; readonly grant: string }) {
  return (
    <>
      <p className="mb-1.5 text-xs font-medium">The token, shown this once</p>
      <CopyText text={token} label="token" />
      <p className="mt-1.5 mb-5 text-xs text-ink-2">
        Toolgate keeps only its hash. Put it into the environment of the agent as <code>TOOLGATE_TOKEN</code>.
      </p>
      <ClientSnippets grant={grant} />
    </>
  );
}
