import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BackupWindow } from './backup-window.js';
import './styles/theme.css';
import './styles/controls.css';
import './styles/overview.css';
import './styles/sheet.css';

const root = document.getElementById('window');
if (root === null) throw new Error('index.html has no element for the window');
createRoot(root).render(
  <StrictMode>
    <BackupWindow />
  </StrictMode>,
);
