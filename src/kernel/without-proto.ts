/**
 * What `node --disable-proto=delete` does, for a program that nobody starts with it: on no object of this thread is
 * `__proto__` anything but a name (threats B03). `Object.getPrototypeOf`, and `__proto__` in a literal, stay. Each thread
 * calls it before it reads what came from outside; the main one does in `bin/toolgate.js`.
 *
 * @param object the `Object` whose instances are meant; of another realm in tests
 */
export function withoutProto(object: ObjectConstructor = Object): void {
  // biome-ignore lint/suspicious/noProto: it is taken away.
  delete (object.prototype as { __proto__?: unknown }).__proto__;
}
