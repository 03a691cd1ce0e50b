import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './root.mjs';

/** Runs a program in place of this one: same terminal, same signals, same exit code. */
export function passThrough(program, args) {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  // Ctrl-C reaches the program by itself; this one only has to outlive it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
