import { z } from 'zod';
import { inForceHeader } from '../../kernel/index.ts';
import type { ApiRoute } from './route.ts';

type Schema = Record<string, unknown>;

const problem: Schema = {
  type: 'object',
  required: ['type', 'status', 'code', 'title'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'a stable code; see the documentation of codes' },
    title: { type: 'string', description: 'one sentence' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: { pointer: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/**
 * Describes the API (OpenAPI 3.1) from the schemas that the verbs parse with: what is described is what is done.
 *
 * @param base where the routes stand, such as `/api/v1`
 */
export function openApiOf(routes: readonly ApiRoute[], base: string, version: string): Schema {
  const paths: Record<string, Schema> = {};
  for (const route of routes) {
    const path = base + route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Toolgate', version, description: 'The control plane of an MCP gateway.' },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'an API key, tgk_…' },
        session: { type: 'http', scheme: 'bearer', description: 'a session’s token, tgs_…, with the session’s cookie' },
      },
    },
  };
}

function operation({ verb, method, path, options }: ApiRoute): Schema {
  const named = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name ?? '');
  const { properties, required } = objectOf(verb.input);
  const isRequired = (name: string): boolean => required.includes(name);
  const others = Object.keys(properties).filter((name) => !named.includes(name) && !options.hidden?.includes(name));
  const inQuery = method === 'GET' || method === 'DELETE';
  const parameter = (name: string, place: 'path' | 'query'): Schema => ({
    name,
    in: place,
    required: place === 'path' || isRequired(name),
    schema: properties[name] ?? {},
  });
  const idempotency = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } };
  const body = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
    required: others.filter(isRequired),
  };
  return {
    operationId: verb.name,
    summary: verb.summary,
    tags: [verb.name.split('.')[0]],
    'x-permission': verb.permission,
    ...(verb.permission === 'public' ? {} : { security: [{ apiKey: [] }, { session: [] }] }),
    parameters: [
      ...named.map((name) => parameter(name, 'path')),
      ...(inQuery ? others.map((name) => parameter(name, 'query')) : []),
      ...(method === 'POST' && verb.change && options.unrepeatable !== true ? [idempotency] : []),
    ],
    ...(inQuery ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(statusOf(method, options.status))]: {
        description: 'done',
        content: { [options.produces ?? 'application/json']: { schema: jsonSchema(verb.output, 'output') } },
      },
      ...(verb.change && options.status !== 202 ? { 202: late } : {}),
      default: {
        description: 'a problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** What is answered to a change that is made and not in force yet: the same body, for a token is shown nowhere else. */
const late: Schema = {
  description: 'done and on the record, and not in force at this gateway yet; the body is that of success',
  headers: { [inForceHeader]: { schema: { const: 'no' }, description: 'the next call is not held to it yet' } },
};

/** @returns the status of success */
export function statusOf(method: string, given: number | undefined): number {
  return given ?? (method === 'POST' ? 201 : 200);
}

function objectOf(input: z.ZodType): { properties: Record<string, Schema>; required: readonly string[] } {
  const { properties, required } = jsonSchema(input, 'input') as {
    properties?: Record<string, Schema>;
    required?: readonly string[];
  };
  return { properties: properties ?? {}, required: required ?? [] };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
