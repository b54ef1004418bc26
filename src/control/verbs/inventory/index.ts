/** What can agents call? */
export { listInventory } from './list.ts';
