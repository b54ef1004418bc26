import { Fault } from '../../kernel/index.ts';

/** A cursor that was never given out: invalid parameters, as MCP's pagination has it, whoever minted the others. */
export function noSuchPage(): Fault {
  return new Fault('bad_request', 'There is no such page.', undefined, -32602);
}
