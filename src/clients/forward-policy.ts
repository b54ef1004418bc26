/** The policy of a bridge: what may pass is decided at the gateway behind it. */
export const forwardPolicy =
  '{ "version": "1", "description": "The gateway at the other end decides.", "default": "allow" }\n';
