import type { Output } from '../../api/call.ts';
import { Badge, Category, CodeBlock, Section, Severity } from '../../ui/index.ts';
import { Findings } from './findings.tsx';

type Tool = Output<'server.tools'>['tools'][number];

/** All that is known of one tool. */
export function ToolDetail({ tool }: { readonly tool: Tool }) {
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Severity severity={tool.severity} />
        <Category category={tool.category} />
        <span className="text-xs text-ink-2">{Math.round(tool.confidence * 100)} % sure</span>
        {tool.flags.map((flag) => (
          <Badge key={flag}>{flag}</Badge>
        ))}
      </div>
      <Section title="Why">
        <p className="foreign text-ink-2">{tool.reason}</p>
      </Section>
      <Findings findings={tool.findings} />
      <Section title="What the server says of it">
        <p className="foreign text-ink-2">{tool.description === '' ? 'Nothing.' : tool.description}</p>
      </Section>
      <Section title="Definition" hint={`SHA-256 ${tool.hash}`}>
        <CodeBlock label="Definition" text={JSON.stringify(tool.definition, null, 2)} />
      </Section>
    </>
  );
}
