import { PostgresQueryCompiler, type RawNode } from 'kysely';
import { unindexedMarks } from '../sql/unindexed.ts';

/** PostgreSQL knows how often each value is there, and decides for itself what to look up: no column is hidden from it. */
export class Compiler extends PostgresQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    const { sqlFragments: around, parameters } = node;
    const [column] = parameters;
    const isHidden = around.length === 2 && around[0] === '' && unindexedMarks.has(around[1] ?? '');
    if (isHidden && column !== undefined) this.visitNode(column);
    else super.visitRaw(node);
  }
}
