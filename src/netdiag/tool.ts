import type { Clock } from '../kernel/index.ts';
import type { JsonObject } from '../protocol/index.ts';
import { type Arguments, inputSchema, type Parameters, readArguments } from './parameters.ts';

/** What a running call may lean on. */
export interface ToolContext {
  readonly clock: Clock;
  /** Aborted when the caller has cancelled or is gone. */
  readonly signal: AbortSignal;
  /** Whether addresses that are neither public nor loopback may be reached. */
  readonly allowPrivate: boolean;
  /** Name servers (`address` or `address:port`) to ask instead of the system's; empty for the system's. */
  readonly nameServers: readonly string[];
  /** Tells whoever asked for it how far the call is. Does nothing when nobody asked. */
  progress(done: number, total: number, message: string): void;
}

/** A tool as the server keeps it: what `tools/list` shows, and the work. */
export interface NetdiagTool {
  readonly name: string;
  /** The element of `tools/list`. */
  readonly definition: JsonObject;
  /**
   * @param given `params.arguments`, unchecked
   * @returns the structured result
   * @throws ToolError for whatever the caller can understand
   */
  run(given: JsonObject, context: ToolContext): Promise<JsonObject>;
}

interface ToolSpec<P extends Parameters> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether a call may change something at the other end. */
  readonly readOnly: boolean;
  readonly parameters: P;
  readonly run: (args: Arguments<P>, context: ToolContext) => Promise<JsonObject>;
}

/** Makes a tool whose published schema and whose reader come from the same parameters. */
export function defineTool<P extends Parameters>(spec: ToolSpec<P>): NetdiagTool {
  return {
    name: spec.name,
    definition: {
      name: spec.name,
      title: spec.title,
      description: spec.description,
      inputSchema: inputSchema(spec.parameters),
      annotations: {
        title: spec.title,
        readOnlyHint: spec.readOnly,
        destructiveHint: !spec.readOnly,
        idempotentHint: spec.readOnly,
        openWorldHint: true,
      },
    },
    run: async (given, context) => spec.run(readArguments(spec.parameters, given), context),
  };
}
