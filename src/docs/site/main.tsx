import { render } from 'preact';
import { App } from './app.tsx';
import { receive, whenOpened } from './data.ts';
import { listen } from './live.ts';
import { applyTheme } from './theme.ts';
import './style.css';
import './page.css';
import './graph.css';
import './phone.css';

declare global {
  interface Window {
    /** What the data files call. */
    __docs: (name: string, json: string) => void;
  }
}

applyTheme();
window.__docs = receive;

const page = (): HTMLElement => document.getElementById('page') ?? document.body;

whenOpened(site => {
  const isFirst = document.querySelector('noscript') !== null;
  if (isFirst) page().replaceChildren();
  render(<App site={site} />, page());
  if (isFirst) listen();
});

addEventListener('load', () => {
  if (document.querySelector('noscript') !== null)
    page().textContent = 'The data of these docs is missing. Generate them again: model docs generate';
});
