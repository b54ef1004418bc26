import { type Catalog, categories, type SearchResult, severities } from '../catalog/index.ts';

/** What a search in a URL finds. What is no value of a facet narrows nothing. */
export function findingsOf(catalog: Catalog, query: URLSearchParams, page: number, pageSize: number): SearchResult {
  return catalog.search({
    text: (query.get('q') ?? '').slice(0, 200),
    facets: {
      category: categories.find((one) => one === query.get('category')),
      severity: severities.find((one) => one === query.get('severity')),
      source: query.get('source')?.slice(0, 60) || undefined,
      licence: query.get('licence')?.slice(0, 100) || undefined,
    },
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
}
