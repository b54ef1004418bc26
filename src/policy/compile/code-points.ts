/** Orders texts by code point (the engine's own comparison goes by UTF-16 unit). */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    // A surrogate stands for more than every unit beyond the surrogates.
    const [surrogateX, surrogateY] = [x >= 0xd800 && x < 0xe000, y >= 0xd800 && y < 0xe000];
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1;
  }
  return a.length - b.length;
}
