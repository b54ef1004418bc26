/** The secret keys of the installation: what is sealed follows the current one. */
export { resealKeys } from './reseal.ts';
