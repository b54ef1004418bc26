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
/** A verb, and every address that it stands at. */
interface Entry {
  summary: string;
  readonly inputs: Set<string>;
  readonly outputs: Set<string>;
  readonly routes: string[];
}

const verbs = new Map<string, Entry>();
for (const [path, byMethod] of Object.entries(paths)) {
  for (const [method, operation] of Object.entries(byMethod)) {
    const name = operation.operationId;
    const entry: Entry = verbs.get(name) ?? {
      summary: operation.summary ?? '',
      inputs: new Set(),
      outputs: new Set(),
      routes: [],
    };
    entry.inputs.add(input(operation));
    entry.outputs.add(output(operation));
    const permission = operation['x-permission'] ?? 'public';
    entry.routes.push(`{ method: '${method.toUpperCase()}', path: '${path}', permission: '${permission}' }`);
    verbs.set(name, entry);
  }
}
const types = [...verbs].flatMap(([name, { summary, inputs, outputs }]) => [
  `  /** ${summary} */`,
  `  readonly '${name}': { readonly input: ${[...inputs].join(' | ')}; readonly output: ${[...outputs].join(' | ')} };`,
]);
const table = [...verbs].map(([name, { routes }]) => `  ['${name}', [${routes.join(', ')}]],`);

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

/** The addresses of each verb. */
export const operations: ReadonlyMap<string, readonly Operation[]> = new Map([
${table.join('\n')}
]);
`;
const file = fileURLToPath(new URL('../web/src/api/operations.generated.ts', import.meta.url));
mkdirSync(new URL('../web/src/api/', import.meta.url), { recursive: true });
writeFileSync(file, text);
