import type { Context } from 'hono';
import type { z } from 'zod';
import type { Actor } from '../../accounts/index.ts';
import type { Control } from '../control.ts';
import type { Verb } from '../define-verb.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What the way in knows of a request besides its text. */
export interface RequestOrigin {
  /** Proven by the way in itself: the local socket, or the same process. Never by anything that was sent. */
  readonly actor?: Actor;
  /** The client's address; `undefined` on the local socket and in the same process. */
  readonly address?: string;
  /** Reads a body that has not been read, up to a cap. Absent: the request has its own. */
  readonly body?: (cap: number) => Promise<Uint8Array>;
}

export interface ApiEnv {
  Bindings: RequestOrigin;
  Variables: {
    actor: Actor;
    control: Control;
    /** Asks for the credential once more; `undefined` where none was sent. @throws Fault `unauthenticated` */
    stands: (() => Promise<void>) | undefined;
  };
}

export interface RouteOptions<Output> {
  /** Status of success; 201 for POST, 200 otherwise. */
  readonly status?: number;
  /** Most bytes of a body; 256 KiB unless it must be more. */
  readonly bodyCap?: number;
  /**
   * Most values in a body; as many as a call's arguments may have unless it is said. Bytes alone bound nothing: a megabyte of
   * short names takes a quarter of a second to read, in which nothing else is done.
   */
  readonly bodyNodes?: number;
  /** Most members of an object or a list in a body; 2,000 unless it is said. */
  readonly bodyMembers?: number;
  /** Answers in another way than with the output as JSON: a cookie, a file, a stream. */
  readonly respond?: (output: Output, context: Context<ApiEnv>) => Response | Promise<Response>;
  /** Adds to the input what is no part of the body or the query: a header, a cookie. */
  readonly more?: (context: Context<ApiEnv>) => Readonly<Record<string, unknown>>;
  /** Left out of the input that the API's description shows: what `more` adds. */
  readonly hidden?: readonly string[];
  /** Each request is on the record by itself: no `Idempotency-Key` may stand for a second one. */
  readonly unrepeatable?: true;
  /** Media type of an answer that is not JSON. */
  readonly produces?: string;
}

/** A verb at an address. Without a verb, and so without a permission, there is no route. */
export interface ApiRoute {
  readonly verb: Verb;
  readonly method: Method;
  /** Below `/api/v1`, with `:name` for the members of the input that stand in the path. */
  readonly path: string;
  readonly options: RouteOptions<unknown>;
}

/**
 * Puts a verb at an address. Members of its input come from the path where it names them, from the query of a GET or
 * DELETE, and from the JSON body otherwise.
 */
export function route<I extends z.ZodObject, O extends z.ZodType, P>(
  verb: Verb<I, O, P>,
  method: Method,
  path: string,
  options: RouteOptions<z.output<O>> = {},
): ApiRoute {
  // Each route keeps its verb and its options together, so what the options are given is what the verb returns.
  return { verb, method, path, options } as unknown as ApiRoute;
}
