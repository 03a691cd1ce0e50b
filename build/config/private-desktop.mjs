import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the tests of the application a display and a session bus that nobody else uses.
 * They are put into the environment of these tests alone, by use-private-desktop.mjs.
 */
export async function setup(project) {
  const runtimeDirectory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-desktop-'));
  const display = await startAndRead('Xvfb', [
    ...['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'],
  ]);
  const bus = await startAndRead('dbus-daemon', [
    ...['--session', '--nofork', '--nopidfile', '--print-address=3'],
    `--address=unix:path=${join(runtimeDirectory, 'bus')}`,
  ]);
  project.provide('desktop', {
    DISPLAY: `:${display.line}`,
    DBUS_SESSION_BUS_ADDRESS: bus.line,
    XDG_RUNTIME_DIR: runtimeDirectory,
  });

  return async () => {
    await bus.stop();
    await display.stop();
    rmSync(runtimeDirectory, { recursive: true, force: true });
  };
}

/** Starts a server that writes one line to descriptor 3 when it is ready. */
function startAndRead(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = () => {
    child.kill();
    return ended;
  };
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve({ line: text.trim(), stop });
    });
    child.once('error', (cause) => {
      reject(new Error(`The tests need ${program}, which could not be started.`, { cause }));
    });
    child.once('exit', (code) => {
      reject(new Error(`${program} ended with code ${code} before it was ready.`));
    });
  });
}
