/** Servers, policies and grants as one document: as code. */
export { applyConfiguration } from './apply.ts';
export { exportConfiguration } from './export.ts';
export { planConfiguration } from './plan.ts';
