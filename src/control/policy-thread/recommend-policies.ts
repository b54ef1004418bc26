import { classify, recommendForServer, strengths } from '../../catalog/index.ts';
import type { PolicyJobs } from './jobs.ts';

/** Classes tools and writes a policy for them in each strength. Two thousand tools of a kilobyte each take three seconds. */
export function recommendPolicies({
  server,
  definitions,
}: Parameters<PolicyJobs['recommend']>[0]): ReturnType<PolicyJobs['recommend']> {
  const tools = definitions.map(({ name, description, inputSchema, annotations }) => {
    const said = typeof description === 'string' ? description : undefined;
    const { category, severity, flags } = classify({ name, server, description: said, inputSchema, annotations });
    return { name, inputSchema, category, severity, flags };
  });
  return strengths.map((strength) => {
    const { title, sentence, document, plans } = recommendForServer(tools, strength);
    const said = plans.map(({ tool, effect, perMinute }) => ({ tool, effect, perMinute }));
    return { strength, title, sentence, document: `${JSON.stringify(document, null, 2)}\n`, plans: said };
  });
}
