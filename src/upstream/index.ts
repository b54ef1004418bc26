/**
 * How a server is reached: stdio processes and Streamable HTTP behind one port. It mints the ids that go upstream and
 * accepts only those back; it knows nothing of grants or policies.
 */
export type { Listener, Pending, RequestHeaders, Upstream, UpstreamFailure, UpstreamSession } from './upstream.ts';
