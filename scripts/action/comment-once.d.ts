export declare const marker: string;

export declare function commentOnce(
  where: { readonly api: string; readonly repository: string; readonly number: string; readonly token: string },
  report: string,
): Promise<'created' | 'updated'>;
