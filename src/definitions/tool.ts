import type { Annotations, ToolFacts } from '../policy/index.ts';
import type { ParamHeader } from '../protocol/index.ts';

/** What a tool can do at worst, as it was classed. */
export type Risk = Pick<ToolFacts, 'category' | 'severity'>;

/** A tool as its server defines it, kept to the byte. */
export interface Tool {
  readonly name: string;
  /** The whole definition as the server sent it. Lists show these bytes, so unknown fields arrive unchanged. */
  readonly definition: Buffer;
  /** SHA-256 of the RFC 8785 form of the whole definition, lower-case hexadecimal. */
  readonly hash: string;
  /** MCP's four hints as they are written, of whatever type. */
  readonly annotations: Annotations;
  /** Parameters that headers repeat in the modern era; of nearly every tool there are none. */
  readonly paramHeaders: readonly ParamHeader[];
  /** Set when it can be called as a task only (`execution.taskSupport`, 2025-11-25). */
  readonly onlyAsTask?: true;
  /** Absent where it was not classed: then it counts as a grave change (policy language, section 7). */
  readonly risk?: Risk;
}

/** A definition that names nothing callable. It is never listed; `server tools` shows it with the reason. */
export interface UnusableTool {
  /** As far as it could be read. */
  readonly name: string | undefined;
  readonly reason: string;
}

/** The server's list as last read. Names are unique and callable by construction. */
export interface ToolTable {
  /** In the server's order. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly unusable: readonly UnusableTool[];
}
