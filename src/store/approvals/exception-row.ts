import type { Insertable, Selectable } from 'kysely';
import type { Exception } from '../../approvals/index.ts';
import type { ApprovalExceptionTable } from '../sql/tables/approvals.ts';
import type { ArgumentSeal } from './kept-arguments.ts';

export type ExceptionRow = Selectable<ApprovalExceptionTable>;

/** What stands in a row's columns; the rest is its `terms`. */
type InColumns = 'id' | 'approval' | 'match' | 'grant' | 'expiresAt' | 'uses' | 'used' | 'revokedAt' | 'createdAt';

export function exceptionOf(row: ExceptionRow): Exception {
  return {
    ...(JSON.parse(row.terms) as Omit<Exception, InColumns>),
    id: row.id,
    approval: row.approval,
    match: row.match,
    grant: row.grant_id,
    expiresAt: row.expires_at,
    uses: row.uses ?? undefined,
    used: row.used,
    revokedAt: row.revoked_at ?? undefined,
    createdAt: row.created_at,
  };
}

export function exceptionRow(exception: Exception, seal: ArgumentSeal): Insertable<ApprovalExceptionTable> {
  const { id, approval, match, grant, expiresAt, uses, used, revokedAt, createdAt, ...terms } = exception;
  return {
    id,
    approval,
    match: exception.arguments === 'same' ? seal.keyed(match)[0] : match,
    grant_id: grant,
    expires_at: expiresAt,
    uses: uses ?? null,
    used,
    revoked_at: revokedAt ?? null,
    created_at: createdAt,
    terms: JSON.stringify(terms),
  };
}
