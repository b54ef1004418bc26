import type { Origin } from '../../../src/egress/index.ts';

/** The status of a GET, its body read to the end; rejects with what kept it from coming. */
export function statusOf(origin: Origin, path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    origin.dispatch(
      { path, method: 'GET' },
      {
        onRequestStart: () => {},
        onResponseStart: (code) => {
          status = code;
        },
        onResponseData: () => {},
        onResponseEnd: () => resolve(status),
        onResponseError: reject,
      },
    );
  });
}
