// Writes what the dashboard knows of the API: for each verb its method, its path and the types of what goes in and comes
// out, taken from the API's own description. Part of the build; the file is not under version control, so it cannot be
// older than the verbs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRoutes } from '../src/control/api/index.ts';
import { openApiOf } from '../src/control/api/open-api.ts';
import { typeOf } from './json-schema-type.ts';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly 'x-permission'?: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

const { paths } = openApiOf(allRoutes, '/api/v1', '0') as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const types: string[] = [];
const table: string[] = [];
for (const [path, byMethod] of Object.entries(paths)) {
  for (const [method, operation] of Object.entries(byMethod)) {
    types.push(`  /** ${operation.summary ?? ''} */`);
    types.push(
      `  readonly '${operation.operationId}': { readonly input: ${input(operation)}; readonly output: ${output(operation)} };`,
    );
    const permission = operation['x-permission'] ?? 'public';
    table.push(
      `  ['${operation.operationId}', { method: '${method.toUpperCase()}', path: '${path}', permission: '${permission}' }],`,
    );
  }
}

function input({ parameters, requestBody }: Operation): string {
  const members = parameters
    .filter((parameter) => parameter.in !== 'header')
    .map(
      ({ name, required, schema }) =>
        `readonly ${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)}${required ? '' : ' | undefined'}`,
    );
  const body = requestBody === undefined ? [] : [typeOf(requestBody.content['application/json'].schema)];
  return [`{ ${members.join('; ')} }`, ...body].join(' & ');
}

function output({ responses }: Operation): string {
  const [success] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const schema = success?.[1].content?.['application/json']?.schema;
  return schema === undefined ? 'unknown' : typeOf(schema);
}

const text = `// Written by scripts/write-api-client.ts from the API's description. Not to be edited.

export interface Operations {
${types.join('\n')}
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  /** What the actor's role must have. */
  readonly permission: string;
}

export const operations: ReadonlyMap<string, Operation> = new Map([
${table.join('\n')}
]);
`;
const file = fileURLToPath(new URL('../web/src/api/operations.generated.ts', import.meta.url));
mkdirSync(new URL('../web/src/api/', import.meta.url), { recursive: true });
writeFileSync(file, text);
