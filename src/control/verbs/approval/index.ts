/** Approvals: calls that wait for people, what people say to them, and what need not ask for a while. */
export { approveCall } from './approve.ts';
export { denyCall } from './deny.ts';
export { listApproverGroups, setApproverGroup } from './groups.ts';
export { listApprovals } from './list.ts';
export { listExceptions } from './list-exceptions.ts';
export { proposeArguments } from './propose.ts';
export { revokeException } from './revoke-exception.ts';
export { showApproval } from './show.ts';
