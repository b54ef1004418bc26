import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { shownText } from '../../../approvals/index.ts';
import type { OutputOf } from '../../define-verb.ts';
import type { showApproval } from '../../verbs/approval/index.ts';

export type Asked = OutputOf<typeof showApproval>;

const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .25rem 1rem; }
dt { color: GrayText; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { border: 1px solid GrayText; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; direction: ltr; unicode-bidi: plaintext; }
form { margin: 1rem 0; }
label { display: block; margin: .5rem 0; }
textarea { font-family: ui-monospace, monospace; display: block; width: 100%; box-sizing: border-box; }
input { font: inherit; padding: .35rem; width: 100%; max-width: 24rem; box-sizing: border-box; }
button { font: inherit; padding: .5rem 1.25rem; margin: .25rem .5rem .25rem 0; }
[role=alert] { border-left: .25rem solid #b00020; padding: .25rem .75rem; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** No script, no image, no frame, no other origin: what servers and agents wrote can be nothing but text. */
export const pageHeaders: ReadonlyMap<string, string> = new Map([
  [
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  ],
  // A form that tells nobody where it comes from would seem to come from elsewhere.
  ['Referrer-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
  ['X-Frame-Options', 'DENY'],
  ['X-Robots-Tag', 'noindex, nofollow, noarchive'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
]);

type Piece = ReturnType<typeof html>;

async function page(title: string, body: Piece): Promise<string> {
  const whole = await html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Toolgate</title><style>${raw(style)}</style></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
  return String(whole);
}

const alert = (problem: string | undefined): Piece | string =>
  problem === undefined || problem === '' ? '' : html`<p role="alert">${problem}</p>`;

/** The same for everybody and every id: it says nothing of what the link names. */
export function signInPage(id: string, problem: string): Promise<string> {
  return page(
    'Sign in to decide',
    html`${alert(problem)}
<p>A call waits for a person. Sign in to see it. Opening this page has decided nothing.</p>
<form method="post" action="/decide/${id}" autocomplete="on">
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<label>Code of your second factor, where you have one <input name="totp" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}"></label>
<button type="submit">Sign in</button>
</form>`,
  );
}

export function failedPage(id: string, problem: string): Promise<string> {
  return page('This cannot be decided here', html`${alert(problem)}<p><a href="/decide/${id}">Sign in again</a></p>`);
}

/** The whole call, and the two buttons as long as it waits. */
export function decisionPage(asked: Asked, token: string, problem: string | undefined): Promise<string> {
  const { subject, server, grant, user, client, policy, rules, reasons, risk, approvers, votes, answers } = asked;
  const groups = approvers.groups.length === 0 ? '' : ` of ${approvers.groups.join(', ')}`;
  const facts: [string, string][] = [
    ['State', stateOf(asked)],
    ['Call', `${subject.name} (${subject.kind}) on ${server}`],
    ['By', `${grant.label}${user === null ? '' : `, user ${user}`}`],
    ['Client', client === null ? 'unknown' : `${client.name} ${client.version}, as it says of itself`],
    ['Rule', `${rules.join(', ')} of policy ${policy.name}, version ${policy.version}`],
    ...reasons.map((reason): [string, string] => ['Reason', reason]),
    ['Risk', `${risk.category}, ${risk.severity}`],
    ...(answers === null ? [] : [['Proposed', `instead of approval ${answers}`] as [string, string]]),
    ['Needs', `${approvers.count}${groups}; agreed so far: ${votes.map(({ name }) => name).join(', ') || 'nobody'}`],
    ['Asked', time(asked.askedAt)],
    ['Stands until', time(asked.expiresAt)],
  ];
  const recent = asked.recent.map(
    ({ time: at, server: on, subject: what, outcome, code }) =>
      html`<li>${time(at)}: ${shownText(`${what ?? '-'} on ${on}`)}, ${code === null ? outcome : `${outcome} ${code}`}</li>`,
  );
  return page(
    `Approval ${asked.id.slice(0, 8)}`,
    html`${alert(problem)}
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${shownText(value)}</dd>`)}</dl>
<h2>Arguments</h2>
<p>All of them: ${asked.argumentsBytes} bytes in canonical form. Characters that could hide or turn text are spelled out.</p>
<pre id="arguments">${asked.arguments ?? 'Only whoever may decide sees them, and of what expired they are kept for a day.'}</pre>
${asked.state === 'pending' ? buttons(asked, token) : ''}
<h2>The tool, as its server defines it</h2>
<p>The whole of it${asked.definitionHash === null ? '' : `, whose digest is ${asked.definitionHash}`}.</p>
<pre>${asked.definition ?? 'There is no definition.'}</pre>
<h2>What this grant called last</h2>
<p>${recent.length === 0 ? 'Nothing is on the record.' : `The last ${recent.length}, the newest first.`}</p>
<ul>${recent}</ul>`,
  );
}

function buttons({ id, arguments: proposed }: Asked, token: string): Piece {
  return html`<form method="post" action="/decide/${id}">
<input type="hidden" name="token" value="${token}">
<label>Reason, told to the agent when you deny <input name="reason" maxlength="500"></label>
<label>Minutes in which the same call need not ask again; empty: this one call <input name="minutes" inputmode="numeric" pattern="[0-9]{1,4}"></label>
<label>Or how often in all it may be made <input name="uses" inputmode="numeric" pattern="[0-9]{1,4}"></label>
<button type="submit" name="verdict" value="approve">Approve</button>
<button type="submit" name="verdict" value="deny">Deny</button>
</form>
<details><summary>Deny, and approve other arguments instead</summary>
<form method="post" action="/decide/${id}">
<input type="hidden" name="token" value="${token}">
<label>Reason, told to the agent <input name="reason" maxlength="500"></label>
<label>The arguments that the agent is told, as JSON <textarea name="arguments" rows="8" spellcheck="false">${proposed ?? ''}</textarea></label>
<button type="submit" name="verdict" value="propose">Propose</button>
</form>
</details>`;
}

function stateOf({ state, settledAt, deniedBy, reason, votes }: Asked): string {
  if (settledAt === null) return state;
  const by = state === 'denied' ? (deniedBy?.name ?? '') : votes.map(({ name }) => name).join(' and ');
  return `${state}${by === '' ? '' : `, by ${by}`}, ${time(settledAt)}${reason === null ? '' : `: ${reason}`}`;
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
