import type { ElementType, Key, ReactElement } from 'react';
import * as react from 'react/jsx-dev-runtime';
import { safeProps } from './safe-props.ts';

export { Fragment, type JSX } from 'react/jsx-dev-runtime';

/** As `jsx` and `jsxs` do, while the dashboard is worked on. */
export const jsxDEV = (
  type: ElementType,
  props: object,
  key: Key | undefined,
  isStatic: boolean,
  source?: react.JSXSource,
  self?: unknown,
): ReactElement => react.jsxDEV(type, safeProps(props), key, isStatic, source, self);
