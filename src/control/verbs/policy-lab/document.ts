import { z } from 'zod';

/** A policy document as it is typed. What is wrong in it is told by `policy.check`, not by the shape of a request. */
export const documentField = z.string().max(1024 * 1024);
