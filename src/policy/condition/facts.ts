import type { CallContext, ToolCall } from '../call.ts';
import type { Zone } from '../time/zone.ts';
import type { AnnotationHint, Root } from './path.ts';
import { type Found, missing } from './resolve.ts';

/** The value at a root: what the gateway knows of this call. */
export function factOf(root: Exclude<Root, 'item'>, call: ToolCall, context: CallContext, zone: Zone): Found {
  switch (root) {
    case 'args':
      return call.arguments;
    case 'grant.label':
      return context.grant.label;
    case 'grant.tags':
      return Object.fromEntries(context.grant.tags);
    case 'user.email':
      return context.user?.email ?? missing;
    case 'user.groups':
      return context.user?.groups ?? missing;
    case 'session.id':
      return context.session ?? missing;
    case 'server.slug':
      return context.server;
    case 'tool.name':
      return call.name;
    case 'tool.category':
      return call.facts.category;
    case 'tool.severity':
      return call.facts.severity;
    case 'time.hour':
      return zone(context.now).hour;
    case 'time.weekday':
      return zone(context.now).weekday;
    case 'time.iso':
      return zone(context.now).iso;
    default: {
      const hint = call.facts.annotations[root.slice('tool.annotations.'.length) as AnnotationHint];
      return hint === undefined ? missing : hint;
    }
  }
}
