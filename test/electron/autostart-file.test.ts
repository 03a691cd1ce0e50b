import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AutostartFile } from '../../electron/autostart/autostart-file.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const ENTRY = 'autostart/rsync-system-backup.desktop';

let home: string;
let system: string;
let autostart: AutostartFile;

beforeEach(async () => {
  home = await temporaryDirectory();
  system = await temporaryDirectory();
  autostart = new AutostartFile(home, [system], ['/opt/backup']);
});

async function writeEntry(directory: string, ...lines: readonly string[]): Promise<void> {
  await mkdir(join(directory, 'autostart'), { recursive: true });
  await writeFile(join(directory, ENTRY), ['[Desktop Entry]', ...lines, ''].join('\n'));
}

describe('without a package', () => {
  it('a person’s own entry starts the application, and goes again', async () => {
    expect(autostart.on).toBe(false);
    expect(autostart.set(true).ok).toBe(true);
    expect(autostart.on).toBe(true);
    expect(await readFile(join(home, ENTRY), 'utf8')).toMatch(/^Exec="\/opt\/backup" "--hidden"$/m);
    expect(autostart.set(false).ok).toBe(true);
    expect(autostart.on).toBe(false);
    expect(existsSync(join(home, ENTRY))).toBe(false);
  });
});

describe('where a package starts it for everybody', () => {
  beforeEach(() => writeEntry(system, 'Exec=/opt/backup --hidden'));

  it('a person who does not want that has an entry that hides it', async () => {
    expect(autostart.on).toBe(true);
    expect(autostart.set(false).ok).toBe(true);
    expect(autostart.on).toBe(false);
    expect(await readFile(join(home, ENTRY), 'utf8')).toMatch(/^Hidden=true$/m);
  });

  it('what was hidden comes back with the package’s own command', () => {
    autostart.set(false);
    expect(autostart.set(true).ok).toBe(true);
    expect(autostart.on).toBe(true);
    expect(existsSync(join(home, ENTRY))).toBe(false);
  });

  it('what the desktop’s own tools have switched off is off', async () => {
    await writeEntry(home, 'Exec=/opt/backup --hidden', 'X-GNOME-Autostart-enabled=false');
    expect(autostart.on).toBe(false);
  });
});
