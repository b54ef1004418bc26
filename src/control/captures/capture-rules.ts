import type { CaptureLevel, CaptureRule } from '../../captures/index.ts';
import type { Sql } from '../../store/index.ts';

/** A rule that operators have made. */
export interface StoredCaptureRule extends CaptureRule {
  readonly id: string;
  readonly setBy: string;
  readonly setAt: number;
}

/** Whose calls are captured, as operators have said. */
export async function storedCaptureRules(sql: Sql): Promise<StoredCaptureRule[]> {
  const rows = await sql.selectFrom('capture_rule').selectAll().orderBy('set_at').orderBy('id').execute();
  return rows.map(({ id, grant_name, server, level, retention_ms: retentionMs, set_by: setBy, set_at: setAt }) => ({
    id,
    ...(grant_name === '' ? {} : { grant: grant_name }),
    ...(server === '' ? {} : { server }),
    level: levelOf(level),
    retentionMs,
    setBy,
    setAt,
  }));
}

/** What is no level captures nothing. */
function levelOf(text: string): CaptureLevel {
  return text === 'full' || text === 'paths' ? text : 'off';
}
