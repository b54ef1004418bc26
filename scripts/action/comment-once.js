// Plain JavaScript without dependencies: it runs on whatever Node the runner has, before anything is installed.

/** Says which comment is ours. */
export const marker = '<!-- toolgate scan -->';

/** What GitHub takes as the body of a comment, with room to spare. */
const longest = 60_000;

/**
 * Writes the report as a comment on a pull request, or into the comment that an earlier run wrote.
 *
 * @param {{ api: string, repository: string, number: string, token: string }} where
 * @param {string} report Markdown
 * @returns {Promise<'created' | 'updated'>}
 */
export async function commentOnce(where, report) {
  const body = `${marker}\n${shortened(report)}`;
  const comments = `${where.api}/repos/${where.repository}/issues/${where.number}/comments`;
  const own = await findOwn(where, comments);
  if (own === undefined) {
    await ask(where, comments, 'POST', { body });
    return 'created';
  }
  await ask(where, `${where.api}/repos/${where.repository}/issues/comments/${own}`, 'PATCH', { body });
  return 'updated';
}

/** The comment that bears the marker and was written by a bot: others may quote ours. */
async function findOwn(where, comments) {
  for (let page = 1; page <= 50; page += 1) {
    const found = await ask(where, `${comments}?per_page=100&page=${page}`, 'GET');
    const own = found.find((one) => one.user?.type === 'Bot' && one.body?.startsWith(marker));
    if (own !== undefined) return own.id;
    if (found.length < 100) return undefined;
  }
  return undefined;
}

async function ask({ token }, url, method, body) {
  const answer = await fetch(url, {
    method,
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${token}`,
      'X-GitHub-Api-Version': '2022-11-28',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} of the comment was answered with ${answer.status}`);
  return answer.json();
}

function shortened(report) {
  if (report.length <= longest) return report;
  const cut = report.slice(0, longest);
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n… the rest is in the log of the run.`;
}
