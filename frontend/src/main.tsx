import './app/contentSecurity';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { makeStore } from './app/store';
import { startI18n } from './i18n/i18n';
import { readSession } from './session/api';
import './app/styles';

const store = makeStore();
void store.dispatch(readSession());
await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
