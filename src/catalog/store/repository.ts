/** Where the source of a server lies: what tells that two sources speak of the same one. */
export interface RepositoryPlace {
  readonly repository: string | undefined;
  /** Folder within it, without slashes at its ends; empty for the whole repository. */
  readonly subfolder: string;
}

const forges: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']);

/**
 * One spelling for the ways in which sources write a repository: `git+https://github.com/A/b.git`, `github.com/a/B`,
 * `https://github.com/a/b/tree/main/src/x` (whose subfolder is `src/x`).
 *
 * @returns no repository for what is no http(s) URL of one
 */
export function repositoryPlace(repository: string | undefined, subfolder: string | undefined): RepositoryPlace {
  const given = trimSlashes(subfolder ?? '');
  const text = (repository ?? '')
    .trim()
    .replace(/^git\+/, '')
    .replace(/^git@([^:]+):/, 'https://$1/');
  const url = URL.parse(/^[a-z+.-]+:\/\//i.test(text) ? text : `https://${text}`);
  if (text === '' || url === null || !/^(https?|git|ssh):$/.test(url.protocol) || !url.hostname.includes('.')) {
    return { repository: undefined, subfolder: given };
  }
  const host = url.hostname.replace(/^www\./, '');
  const [owner, name, ...rest] = trimSlashes(url.pathname).split('/');
  if (owner === undefined || owner === '' || name === undefined) return { repository: undefined, subfolder: given };
  const folder = rest[0] === 'tree' || rest[0] === 'blob' ? rest.slice(2) : rest[0] === '-' ? rest.slice(3) : [];
  const path = `${owner}/${name.replace(/\.git$/, '')}`;
  return {
    repository: `https://${host}/${forges.has(host) ? path.toLowerCase() : path}`,
    subfolder: given === '' ? folder.join('/') : given,
  };
}

function trimSlashes(text: string): string {
  return text.replace(/^[./]+|(?<!\/)\/+$/g, '');
}
