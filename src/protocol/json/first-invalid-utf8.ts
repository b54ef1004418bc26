import { isUtf8 } from 'node:buffer';

/**
 * Where a text stops being UTF-8, for an error message: a binary search by the native check, each cut moved back to
 * the beginning of a character.
 *
 * @param bytes not UTF-8
 */
export function firstInvalidUtf8(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    let cut = middle;
    while (cut > valid && middle - cut < 3 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
    if (cut <= valid) {
      // A stretch without a beginning of a character: the offence is at its start, or right after it.
      if (isUtf8(bytes.subarray(valid, middle))) return invalid - valid <= 4 ? valid : middle;
      invalid = middle;
    } else if (isUtf8(bytes.subarray(valid, cut))) valid = cut;
    else invalid = cut;
  }
  return valid;
}
