import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call, type Output } from '../../api/call.ts';

type Shown = Output<'policy.show'>;

/** What a policy was written in, where that is not JSON. */
export interface Yaml {
  readonly text: string;
  /** What JSON has no place for. */
  readonly comments: Output<'policy.as_json'>['comments'];
}

/** A policy as JSON, which is what the builder shows and changes. */
export interface AsJson {
  /** The text that this is of, as it is stored. */
  readonly of: string;
  readonly text: string;
  readonly yaml: Yaml | undefined;
}

type Written = Pick<Shown, 'text' | 'format'>;

/** Without asking anybody: JSON is JSON, also in a YAML file; there without the indentation of the file around it. */
function atOnce({ text, format }: Written): AsJson | undefined {
  if (format === 'json') return { of: text, text, yaml: undefined };
  try {
    return { of: text, text: `${JSON.stringify(JSON.parse(text), null, 2)}\n`, yaml: undefined };
  } catch {
    return undefined;
  }
}

/** @throws Problem */
export async function jsonOf(written: Written): Promise<AsJson> {
  const known = atOnce(written);
  if (known !== undefined) return known;
  const { text, comments } = await call('policy.as_json', { document: written.text });
  return { of: written.text, text, yaml: { text: written.text, comments } };
}

/** The same for what is on the screen; the engine writes the JSON, of what it reads in the YAML. */
export function useJsonOf(written: Written | undefined): UseQueryResult<AsJson> {
  return useQuery({
    queryKey: ['policy.as_json', written?.format, written?.text],
    queryFn: () => jsonOf(written as Written),
    enabled: written !== undefined,
    initialData: written === undefined ? undefined : () => atOnce(written),
    staleTime: Number.POSITIVE_INFINITY,
  }) as UseQueryResult<AsJson>;
}
