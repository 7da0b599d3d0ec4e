import { render } from 'preact';
import { App } from './app.tsx';
import { followAddress } from './shell/route.ts';
import { loadSettings } from './shell/session.ts';
import './style/main.css';

const root = document.getElementById('console');
if (root) {
  followAddress();
  await loadSettings();
  render(<App />, root);
}
