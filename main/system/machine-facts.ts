import { readdir, readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { orWhenMissing, orWhenUnreadable } from './error-code.js';
import { isInstalled } from './installed-programs.js';
import { runCommand } from './run-command.js';

export interface MachineFacts {
  /** os-release(5), PRETTY_NAME; null: it has no such file. */
  readonly system: string | null;
  readonly kernel: string;
  /** The first line of what each program says of its version, by its name; null: it is not installed. */
  readonly programs: Readonly<Record<string, string | null>>;
  /** Programs that ask for passwords for polkit, by the names of their processes: nobody can be asked who registered. */
  readonly polkitAgents: readonly string[];
}

const PROGRAMS = ['rsync', 'cryptsetup', 'pkexec'];

/** proc(5): the name of a process has at most 15 characters. The first five are desktops that ask by themselves. */
const AGENTS = [
  ...['gnome-shell', 'cinnamon', 'phosh', 'budgie-wm', 'deepin-polkit-a'],
  ...['polkit-gnome-au', 'polkit-kde-auth', 'polkit-mate-aut', 'xfce-polkit', 'lxpolkit'],
  ...['lxqt-policykit-', 'hyprpolkitagent', 'mate-polkit', 'pkttyagent', 'ukui-polkit'],
];

/** For diagnostics. */
export async function machineFacts(): Promise<MachineFacts> {
  const programs = await Promise.all(
    PROGRAMS.map(async (name) => [name, await versionOf(name)] as const),
  );
  return {
    system: await systemName(),
    kernel: release(),
    programs: Object.fromEntries(programs),
    polkitAgents: await runningAgents(),
  };
}

async function systemName(): Promise<string | null> {
  const text = await orWhenMissing(() => readFile('/etc/os-release', 'utf8'), '');
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? null;
}

async function versionOf(program: string): Promise<string | null> {
  if (!(await isInstalled(program))) return null;
  const { output } = await runCommand(program, ['--version']);
  return output.toString('utf8').split('\n')[0] ?? '';
}

async function runningAgents(): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(processes.map(processName));
  return [...new Set(names)].filter((name) => AGENTS.includes(name)).sort();
}

/** Empty where it has gone meanwhile. */
function processName(pid: string): Promise<string> {
  return orWhenUnreadable(async () => (await readFile(`/proc/${pid}/comm`, 'utf8')).trim(), '');
}
