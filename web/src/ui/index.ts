/**
 * The design system: every control of the dashboard, once. Decides how things look and answer to a keyboard; knows no
 * entity and asks nothing of the network. Colours, sizes and faces stand in `tokens.css` and nowhere else.
 */
export { Button, IconButton, type ButtonProps } from './button.tsx';
export { Badge, Category, Outcome, Severity, type Tone } from './badge.tsx';
export { Card, Empty, Page, Section, Skeleton, Stat } from './layout.tsx';
export { CopyText } from './copy-text.tsx';
export { Dialog, Drawer } from './dialog.tsx';
export { Checkbox, Field, Input, Segmented, Select, Switch, Textarea } from './field.tsx';
export { Icon, type IconName } from './icon.tsx';
export { Kbd } from './kbd.tsx';
export { Menu, MenuItem } from './menu.tsx';
export { ProblemNote } from './problem-note.tsx';
export { type Column, Table } from './table.tsx';
export { Tabs } from './tabs.tsx';
export { toast, Toasts } from './toast.tsx';
export { cx } from './cx.ts';
export { duration, moment, number, since } from './format.ts';
