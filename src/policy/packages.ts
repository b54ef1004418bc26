import type * as Re2 from 're2js';
import type * as Yaml from 'yaml';
import { latePackage } from '../kernel/index.ts';

/**
 * The large packages that only some documents need: patterns and YAML. Each is loaded, at once and for good, by the
 * first document that needs it, since importing both costs more than everything else that a start of `toolgate run`
 * does. Reading a document stays synchronous; judging a call never loads anything.
 */
export const re2js = (): typeof Re2 => latePackage('re2js');
export const yaml = (): typeof Yaml => latePackage('yaml');
