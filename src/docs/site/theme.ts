const key = 'modelwright-docs-theme';

type Theme = 'light' | 'dark';

/** As chosen on this page before; else as the system has it. */
export function applyTheme(): void {
  const theme = stored();
  if (theme !== null) document.documentElement.dataset['theme'] = theme;
}

export function toggleTheme(): void {
  const next: Theme = current() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser may deny storage to files; the choice then lasts as long as the page.
  }
}

function current(): Theme {
  const set = document.documentElement.dataset['theme'];
  if (set === 'light' || set === 'dark') return set;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}
