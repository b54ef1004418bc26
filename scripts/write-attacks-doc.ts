// Writes docs/attacks.md from the attack database: `node scripts/write-attacks-doc.ts`.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Attack, attacks } from '../src/catalog/index.ts';

const file = new URL('../docs/attacks.md', import.meta.url);

const head = `# Attacks, and what a gateway does about them

Patterns of attack on agents and MCP servers, and incidents, each with a policy against it and an honest verdict. **Every
row is replayed in the tests** (\`test/e2e/attacks.test.ts\`): under the policy an honest twin of the attack and the attack
itself both go to the real gateway, before a server that counts every byte; *blocked* means that the server saw the honest
one and nothing else, *limited* that some forms of the attack are stopped and others reach it, *not blocked* that it gets
by, which is shown as well.

A verdict is about the policy beside it, not about every policy. Tags are those of SAFE-MCP (T…), the OWASP MCP Top 10
(MCP…), the OWASP Top 10 for agentic applications (ASI…), CWE and CVE. What is known of an incident from others' accounts
alone is marked †.
`;

const verdicts: Readonly<Record<Attack['verdict'], string>> = {
  blocked: 'blocked',
  limited: 'limited',
  not_blocked: 'not blocked',
};

/** The page. */
export function attacksDoc(): string {
  const of = (kind: Attack['kind']): readonly Attack[] => attacks.filter((attack) => attack.kind === kind);
  const count = (some: readonly Attack[], verdict: Attack['verdict']): number =>
    some.filter((attack) => attack.verdict === verdict).length;
  const section = (title: string, some: readonly Attack[]): string =>
    [
      `## ${title}`,
      `${some.length}: ${count(some, 'blocked')} blocked, ${count(some, 'limited')} limited, ${count(some, 'not_blocked')} not blocked.`,
      ['| attack | verdict | why | tags |', '| --- | --- | --- | --- |', ...some.map(row)].join('\n'),
    ].join('\n\n');
  return `${[head.trimEnd(), section('Patterns', of('pattern')), section('Incidents', of('incident'))].join('\n\n')}\n`;
}

function row({ title, summary, verdict, because, tags, date, known }: Attack): string {
  const when = date === undefined ? '' : ` (${date}${known === 'report' ? ', †' : ''})`;
  const named = [
    ...(tags.safeMcp ?? []),
    ...(tags.owaspMcp ?? []),
    ...(tags.owaspAsi ?? []),
    ...(tags.cwe ?? []).map((number) => `CWE-${number}`),
    ...(tags.cve ?? []),
  ];
  const cells = [`**${title}**${when}: ${summary}`, verdicts[verdict], because, named.join(' ')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(file, attacksDoc());
}
