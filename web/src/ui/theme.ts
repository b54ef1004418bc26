import { store } from '../kernel/store.ts';

export type Theme = 'system' | 'light' | 'dark';

const key = 'toolgate.theme';

function kept(): Theme {
  const word = localStorage.getItem(key);
  return word === 'light' || word === 'dark' ? word : 'system';
}

const theme = store(kept());

function show(): void {
  const word = theme.get();
  if (word === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = word;
}
show();

export function setTheme(next: Theme): void {
  localStorage.setItem(key, next);
  theme.put(next);
  show();
}

export const useTheme = theme.use;
