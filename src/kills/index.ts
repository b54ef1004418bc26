/**
 * What an operator has stopped: everything, a grant, a server, or a tool. It is asked before anything else of every
 * call, and once more before a call goes out; what it covers is refused with `killed`, whatever a policy says.
 *
 * Never: lets a call through because a target does not exist (any more), or because nothing can be read: what is
 * stopped stays stopped until an operator says otherwise. Pure; where it is stored is its owner's affair.
 */
export { type Kill, type KillTarget, targetWords } from './kill.ts';
export { type KillableGrant, Kills } from './kills.ts';
