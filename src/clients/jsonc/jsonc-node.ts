/** A value of a JSON text with comments, and where it stands: offsets in UTF-16 units, the end exclusive. */
export type JsoncNode =
  | { readonly kind: 'object'; readonly from: number; readonly to: number; readonly members: readonly JsoncMember[] }
  | { readonly kind: 'array'; readonly from: number; readonly to: number; readonly items: readonly JsoncNode[] }
  | {
      readonly kind: 'scalar';
      readonly from: number;
      readonly to: number;
      readonly value: string | number | boolean | null;
    };

export interface JsoncMember {
  readonly name: string;
  /** Where the name stands, quotes included. */
  readonly key: { readonly from: number; readonly to: number };
  readonly value: JsoncNode;
}

/** The member of that name, if the node is an object that has one. */
export function memberOf(node: JsoncNode | undefined, name: string): JsoncMember | undefined {
  return node?.kind === 'object' ? node.members.find((member) => member.name === name) : undefined;
}
