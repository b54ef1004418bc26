/** How one client is told of the gateway, with the token read from its environment. */
export interface Snippet {
  readonly client: string;
  /** Where the text goes: a file, or a shell. */
  readonly where: string;
  readonly text: string;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const variable = 'TOOLGATE_TOKEN';

/** @param url the gateway’s URL for one server, or for all of them */
export function snippets(url: string, name: string): readonly Snippet[] {
  const header = (reference: string): Readonly<Record<string, string>> => ({ Authorization: `Bearer ${reference}` });
  return [
    {
      client: 'Claude Code',
      where: 'in a shell',
      text: `claude mcp add --transport http ${name} ${url} --header "Authorization: Bearer $${variable}"`,
    },
    {
      client: 'Cursor',
      where: '~/.cursor/mcp.json',
      text: json({ mcpServers: { [name]: { url, headers: header(`\${env:${variable}}`) } } }),
    },
    {
      client: 'VS Code',
      where: '.vscode/mcp.json',
      text: json({
        servers: { [name]: { type: 'http', url, headers: header(`\${input:${variable}}`) } },
        inputs: [{ id: variable, type: 'promptString', password: true, description: 'Toolgate token' }],
      }),
    },
    {
      client: 'Codex',
      where: '~/.codex/config.toml',
      text: `[mcp_servers.${name}]\nurl = ${JSON.stringify(url)}\nbearer_token_env_var = "${variable}"`,
    },
    {
      client: 'Gemini CLI',
      where: '~/.gemini/settings.json',
      text: json({ mcpServers: { [name]: { httpUrl: url, headers: header(`$${variable}`) } } }),
    },
    {
      client: 'Any other',
      where: 'Streamable HTTP',
      text: `URL:    ${url}\nHeader: Authorization: Bearer $${variable}`,
    },
  ];
}
