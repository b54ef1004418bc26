import { rootShape } from './root-shape.ts';
import type { JsonSchema } from './shape.ts';

/** The JSON Schema (2020-12) of the configuration file, for editors and for `config schema`. */
export function configSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'toolgate.yaml',
    description: 'Configuration of the Toolgate gateway.',
    ...rootShape.schema,
  };
}
