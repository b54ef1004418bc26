import type { ElementType, Key, ReactElement } from 'react';
import * as react from 'react/jsx-runtime';
import { safeProps } from './safe-props.ts';

export { Fragment, type JSX } from 'react/jsx-runtime';

/**
 * How every element of the dashboard is made: as React makes it, with text in which nothing is hidden. What servers, agents and
 * readers say stands in a hundred places, and a place that is made tomorrow cannot forget it (ADR 0334).
 */
export const jsx = (type: ElementType, props: object, key?: Key): ReactElement =>
  react.jsx(type, safeProps(props), key);

/** The same for an element with several children. */
export const jsxs = (type: ElementType, props: object, key?: Key): ReactElement =>
  react.jsxs(type, safeProps(props), key);
