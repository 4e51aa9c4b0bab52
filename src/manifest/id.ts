/** `model.shop.stg_orders`: what artifacts, selectors and the scheduler call a node. */
export type NodeId = string & { readonly __brand: 'NodeId' };

/** The one place where a string becomes an id. */
export const nodeId = (kind: string, packageName: string, ...rest: readonly string[]): NodeId =>
  [kind, packageName, ...rest].join('.') as NodeId;
