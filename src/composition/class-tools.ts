import { classify, definitionOf } from '../catalog/index.ts';
import type { Risk, Tool } from '../definitions/index.ts';
import type { Risks } from '../gateway/index.ts';
import { Slices } from '../kernel/index.ts';

/** Classes that are kept: lists are read often, and seldom change. */
const mostKept = 50_000;

/** @returns what classes a server's list; each definition once */
export function classTools(): Risks['classed'] {
  const known = new Map<string, Risk>();
  return async (server, table, trusted) => {
    const tools = new Map<string, Tool>();
    // Classing a tool takes a quarter of a millisecond, or as long as its definition is.
    const slices = new Slices();
    for (const [name, tool] of table.tools) {
      const key = `${server} ${trusted ? 'trusted' : ''} ${tool.hash}`;
      let risk = known.get(key);
      if (risk === undefined) {
        if (slices.over) await slices.rest();
        risk = riskOf(server, tool, trusted);
        if (known.size >= mostKept) known.clear();
        known.set(key, risk);
      }
      tools.set(name, { ...tool, risk });
    }
    return { ...table, tools };
  };
}

function riskOf(server: string, { name, definition: bytes }: Tool, trusted: boolean): Risk {
  const definition = definitionOf(server, name, JSON.parse(bytes.toString('utf8')));
  const { category, severity } = classify(definition, { trusted });
  return { category, severity };
}
