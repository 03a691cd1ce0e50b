import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.js';

const electronPath = createRequire(import.meta.url)('electron') as string;

export interface DroppedFile {
  readonly path: string;
  readonly text: string;
}

export interface DropTarget {
  /** On the screen, in pixels. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Settles when something is held above it. */
  readonly entered: Promise<void>;
  readonly dropped: Promise<readonly DroppedFile[]>;
}

const PLACE = { x: 960, y: 200, width: 240, height: 240 };

const PAGE = `<!doctype html><title>Target</title><body style="height: 100vh">
<script>
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    window.target.enter();
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    window.target.drop([...event.dataTransfer.files]);
  });
</script>`;

const PRELOAD = `
const { contextBridge, ipcRenderer, webUtils } = require('electron');
contextBridge.exposeInMainWorld('target', {
  enter: () => ipcRenderer.send('entered'),
  drop: async (files) => {
    const read = async (file) => ({
      path: webUtils.getPathForFile(file),
      // A folder is none.
      text: await file.text().catch(() => ''),
    });
    ipcRenderer.send('dropped', await Promise.all(files.map(read)));
  },
});
`;

const PROGRAM = `
const { app, BrowserWindow, ipcMain } = require('electron');
const { join } = require('node:path');
ipcMain.once('entered', () => console.log('entered'));
ipcMain.on('dropped', (_event, files) => console.log(JSON.stringify(files)));
app.setPath('userData', join(__dirname, 'data'));
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    ...${JSON.stringify(PLACE)}, frame: false,
    webPreferences: { preload: join(__dirname, 'preload.cjs') },
  });
  await window.loadFile(join(__dirname, 'page.html'));
  console.log('ready');
});
`;

/** Another program, with a window in which files can be dropped. It is an Electron too, and knows nothing of ours. */
export async function dropTarget(): Promise<DropTarget> {
  const directory = await temporaryDirectory();
  const files = {
    'package.json': '{ "name": "drop-target", "version": "1.0.0", "main": "main.cjs" }',
    'main.cjs': PROGRAM,
    'preload.cjs': PRELOAD,
    'page.html': PAGE,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const child = spawn(electronPath, [directory, '--no-sandbox', '--disable-gpu'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  const lines = createInterface({ input: child.stdout });
  const line = (wanted: (text: string) => boolean): Promise<string> =>
    new Promise((resolve) => {
      lines.on('line', (text) => {
        if (wanted(text)) resolve(text);
      });
    });
  const entered = line((text) => text === 'entered');
  const dropped = line((text) => text.startsWith('['));
  await line((text) => text === 'ready');
  return {
    centre: { x: PLACE.x + PLACE.width / 2, y: PLACE.y + PLACE.height / 2 },
    entered: entered.then(() => undefined),
    dropped: dropped.then((text) => JSON.parse(text) as readonly DroppedFile[]),
  };
}
