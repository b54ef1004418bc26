import {
  approveCall,
  denyCall,
  listApprovals,
  listApproverGroups,
  listExceptions,
  proposeArguments,
  revokeException,
  setApproverGroup,
  showApproval,
} from '../../verbs/approval/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Calls that wait for people. A decision is a POST of somebody who may decide: no link decides anything. */
export const approvalRoutes: readonly ApiRoute[] = [
  route(listApprovals, 'GET', '/approvals'),
  route(showApproval, 'GET', '/approvals/:id'),
  route(approveCall, 'POST', '/approvals/:id/approve', { status: 200 }),
  route(denyCall, 'POST', '/approvals/:id/deny', { status: 200 }),
  route(proposeArguments, 'POST', '/approvals/:id/propose', { status: 200 }),
  route(listExceptions, 'GET', '/approval-exceptions'),
  route(revokeException, 'DELETE', '/approval-exceptions/:id'),
  route(listApproverGroups, 'GET', '/approver-groups'),
  route(setApproverGroup, 'PUT', '/approver-groups/:name'),
];
