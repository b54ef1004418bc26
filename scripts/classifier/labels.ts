// Labelled tools to train on and to measure with. The data stays outside the repository: descriptions are their
// authors'. What is in it are facts and labels: `own-labels.tsv` here, and the fixture of the test suite.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Category, categories } from '../../src/catalog/classify/category.ts';
import type { Definition } from '../../src/catalog/classify/features.ts';
import { type Severity, severities } from '../../src/catalog/classify/severity.ts';

/** A tool with what somebody says of it. */
export interface Labelled {
  readonly tool: Definition & { readonly server: string };
  /** Of the seven, where a reader said so. */
  readonly category: Category | undefined;
  /** A second category that the reader would defend. */
  readonly alternative: Category | undefined;
  /** Whether the reader was sure. */
  readonly sure: boolean;
  readonly severity: Severity | undefined;
  /** Whether it changes anything, where its author's hints say so. */
  readonly mutates: boolean | undefined;
}

interface Row {
  readonly server: string;
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: unknown;
  readonly category?: string;
  readonly alt?: string | null;
  readonly sure?: boolean;
  readonly severity?: Severity | undefined;
  readonly label?: string;
}

/** Where the data lies, or undefined when it is not on this machine. */
export function dataFolder(): string | undefined {
  const folder = process.env.TOOLGATE_CATALOG_DATA;
  return folder !== undefined && existsSync(join(folder, 'labels-gold.dev.jsonl')) ? folder : undefined;
}

/** Tools labelled by reading. */
export function goldLabels(folder: string): Labelled[] {
  return rowsOf(join(folder, 'labels-gold.dev.jsonl')).map(labelled);
}

/** Tools with their authors' hints. */
export function hintLabels(folder: string): Labelled[] {
  return rowsOf(join(folder, 'labels-annotations.dev.jsonl')).map((row) => labelled(row));
}

/** Our own labels, joined with the definitions of the data folder; those that are not there are left out. */
export function ownLabels(folder: string): Labelled[] {
  const tools = definitionsIn(folder);
  return tabled('own-labels.tsv').flatMap(([category, server, name]) => {
    const row = tools.get(`${server}\t${name}`);
    return row === undefined ? [] : [labelled({ ...row, category })];
  });
}

/**
 * The fifth set that nobody taught: tools that others wrote, of servers that no label speaks of, labelled before the
 * classifier was asked. For measuring alone: training must never read it, and nobody its errors.
 */
export function unseenRealLabels(folder: string): Labelled[] {
  const tools = definitionsIn(folder);
  return tabled('unseen-labels-5.tsv').flatMap(([category, alt, server, name]) => {
    const row = tools.get(`${server}\t${name}`);
    return row === undefined ? [] : [labelled({ ...row, category, alt })];
  });
}

/**
 * One half of the ninth set: tools that others wrote, of servers that no label speaks of, drawn by hash and labelled by
 * two readers who saw no classifier. The first category is the first reader's; a severity stands where both agree. Half `a`
 * is read and taught. Half `b` is for measuring alone: training must never read it, and nobody its errors.
 */
export function ninthLabels(folder: string, half: 'a' | 'b'): Labelled[] {
  const tools = definitionsIn(folder);
  return tabled(`unseen-labels-9${half}.tsv`).flatMap(([category, alt, severity, server, name]) => {
    const row = tools.get(`${server}\t${name}`);
    return row === undefined ? [] : [labelled({ ...row, category, alt, severity: severityNamed(severity) })];
  });
}

function severityNamed(text: string): Severity | undefined {
  return severities.find((one) => one === text);
}

function definitionsIn(folder: string): Map<string, Row> {
  return new Map(
    lines(gunzipSync(readFileSync(join(folder, 'tools.jsonl.gz'))).toString()).map((line) => {
      const row: Row = JSON.parse(line);
      return [`${row.server}\t${row.name}`, row] as const;
    }),
  );
}

function tabled(file: string): [string, string, string, string, string][] {
  return lines(readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')).map((line) => {
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = line.split('\t');
    return [first, second, third, fourth, fifth];
  });
}

/** Reads the fixture of the test suite: facts and labels, no description. */
export function fixtureLabels(text: string): Labelled[] {
  return lines(text).map((line) => labelled(JSON.parse(line)));
}

/**
 * Reads the set of tools that nobody taught: whole definitions in our own words, each with what was expected of it before
 * the classifier was first asked. It is for measuring alone: training must never read it.
 */
export function unseenLabels(text: string): Labelled[] {
  return lines(text).map((line) => {
    const { expected, ...tool }: Row & { readonly expected: Partial<Row> } = JSON.parse(line);
    return labelled({ ...tool, ...expected });
  });
}

/** The sets that nobody taught and whose errors were read since: confidence is measured on them, too, never weights. */
export function unseenSets(): Labelled[] {
  return ['', '-2', '-3', '-4', '-6', '-7', '-8'].flatMap((which) =>
    unseenLabels(readFileSync(new URL(`../../test/catalog/unseen-tools${which}.jsonl`, import.meta.url), 'utf8')),
  );
}

function rowsOf(file: string): Row[] {
  return lines(readFileSync(file, 'utf8')).map((line) => JSON.parse(line));
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function labelled(row: Row): Labelled {
  const { server, name, description, inputSchema } = row;
  return {
    tool: { server, name, description, inputSchema },
    category: categories.find((one) => one === row.category),
    alternative: categories.find((one) => one === row.alt),
    sure: row.sure !== false,
    severity: row.severity,
    mutates: row.label === undefined ? undefined : row.label !== 'read',
  };
}

/** A number from 0 to 255 that is the same for a server on every machine: how servers are dealt out. */
export function lotOf(server: string): number {
  return createHash('sha256').update(server).digest()[0] ?? 0;
}
