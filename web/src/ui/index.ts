/**
 * The design system: every control of the dashboard, once. Decides how things look and answer to a keyboard; knows no
 * entity and asks nothing of the network. Colours, sizes and faces stand in `tokens.css` and nowhere else.
 */

export { Answered } from './answered.tsx';
export { AskLeave } from './ask-leave.tsx';
export { Badge, Category, Outcome, outcomeWord, Severity, type Tone } from './badge.tsx';
export { type Bar, Bars, type Layer } from './bars.tsx';
export { Button, type ButtonProps, IconButton } from './button.tsx';
export { CodeBlock } from './code-block.tsx';
export { Confirm } from './confirm.tsx';
export { CopyText } from './copy-text.tsx';
export { cx } from './cx.ts';
export { Dialog, Drawer } from './dialog.tsx';
export { Fact, Facts } from './facts.tsx';
export { Checkbox, Field, Input, Segmented, Select, Textarea } from './field.tsx';
export { firstFew } from './first-few.ts';
export { FormDialog } from './form-dialog.tsx';
export { clock, counted, moment, since } from './format.ts';
export { Icon, type IconName } from './icon.tsx';
export { isTyping } from './is-typing.ts';
export { Kbd } from './kbd.tsx';
export { Card, Empty, Page, Section, Skeleton, Stat, Stats } from './layout.tsx';
export { Logo } from './logo.tsx';
export { Menu, MenuItem } from './menu.tsx';
export { Pills } from './pills.tsx';
export { ProblemNote } from './problem-note.tsx';
export { QrCode } from './qr-code.tsx';
export { SearchInput } from './search-input.tsx';
export { ShownOnce } from './shown-once.tsx';
export { byNumber, unseen } from './spelled-out.ts';
export { type Column, Table } from './table.tsx';
export { Tabs } from './tabs.tsx';
export { Toasts, toast } from './toast.tsx';
