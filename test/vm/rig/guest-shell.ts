import { execa } from 'execa';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface GuestAddress {
  readonly sshPort: number;
  /** Of this invocation; its public half is in the guest. */
  readonly key: string;
  /** For sockets. */
  readonly directory: string;
}

export interface GuestResult {
  /** 255: the connection broke. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GuestCommandOptions {
  readonly input?: string | Uint8Array;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface FollowedFile {
  /** Settles with the first line, from the file's beginning on, that is wanted. */
  readonly until: (wanted: (line: string) => boolean, timeout?: number) => Promise<string>;
  /** Settles as soon as all lines up to then are as wanted. */
  readonly untilAll: (
    wanted: (lines: readonly string[]) => boolean,
    timeout?: number,
  ) => Promise<void>;
  readonly lines: readonly string[];
  readonly stop: () => void;
}

const BOOT_LIMIT_MS = 240_000;
const COMMAND_LIMIT_MS = 120_000;
const FOLLOW_LIMIT_MS = 120_000;

/** The guest's command line, for one of its users: one ssh connection that all commands share. */
export class GuestShell {
  readonly #user: string;
  readonly #options: readonly string[];
  readonly #control: string;
  #master: ChildProcess | null = null;

  constructor(user: string, { sshPort, key, directory }: GuestAddress) {
    this.#user = user;
    this.#control = join(directory, user);
    this.#options = [
      ...['-F', 'none', '-i', key, '-p', String(sshPort), '-o', 'IdentitiesOnly=yes'],
      ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
      ...['-o', 'LogLevel=ERROR', '-o', 'ConnectTimeout=15', '-o', `ControlPath=${this.#control}`],
    ];
  }

  /** Connects anew, as soon as the guest answers. */
  async connect(limit = BOOT_LIMIT_MS): Promise<void> {
    await this.disconnect();
    const deadline = performance.now() + limit;
    while (!(await this.#tryToConnect())) {
      if (performance.now() > deadline) throw new Error('The guest does not answer to ssh.');
      await sleep(100);
    }
  }

  async disconnect(): Promise<void> {
    const master = this.#master;
    this.#master = null;
    if (master === null || master.exitCode !== null || master.signalCode !== null) return;
    master.kill('SIGKILL');
    await once(master, 'exit');
  }

  /** @throws unless it ends with 0; the message holds everything that it said. */
  async run(
    program: string,
    args: readonly string[] = [],
    options: GuestCommandOptions = {},
  ): Promise<string> {
    return succeeded([program, ...args].join(' '), await this.attempt(program, args, options));
  }

  /** As `run`, for what may fail. */
  attempt(
    program: string,
    args: readonly string[] = [],
    options: GuestCommandOptions = {},
  ): Promise<GuestResult> {
    return this.#execute([program, ...args].map(quoted).join(' '), options);
  }

  /** Runs lines of sh, which stop at the first that fails. @throws unless all succeed. */
  async script(text: string, options: Omit<GuestCommandOptions, 'input'> = {}): Promise<string> {
    return succeeded(text, await this.#execute(`sh -euc ${quoted(text)}`, options));
  }

  /** Waits until a condition of bash holds. @throws when it does not within `limit` seconds. */
  async waitUntil(condition: string, limit = 90): Promise<void> {
    const options = { timeout: limit * 1000 + COMMAND_LIMIT_MS };
    await this.run('/usr/local/lib/rig/wait-until', [String(limit), condition], options);
  }

  async put(path: string, content: string | Uint8Array, mode = '644'): Promise<void> {
    const target = quoted(path);
    const command = `mkdir -p "$(dirname ${target})" && cat > ${target} && chmod ${mode} ${target}`;
    succeeded(path, await this.#execute(command, { input: content }));
  }

  /** Lays the contents of a directory of this machine over the guest's root, as root's own. */
  async putTree(directory: string): Promise<void> {
    const archive = ['--create', '--owner=0', '--group=0', '--directory', directory, '.'];
    const { stdout } = await execa('tar', archive, { encoding: 'buffer', maxBuffer: 1024 ** 3 });
    await this.run('tar', ['--extract', '--preserve-permissions', '--directory', '/'], {
      input: stdout,
    });
  }

  /** Reads a file of lines while it grows. */
  follow(path: string): FollowedFile {
    const child = spawn(
      'setpriv',
      this.#command(`tail --lines=+1 --follow=name --retry ${quoted(path)} 2>/dev/null`),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return followLines(path, child);
  }

  /** A command whose standard input stays open until `end`. */
  open(command: string): {
    readonly write: (text: string | Uint8Array) => void;
    readonly end: () => void;
  } {
    const child = spawn('setpriv', this.#command(command), { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.on('error', () => undefined);
    return {
      write: (text) => void child.stdin.write(text),
      end: () => void child.stdin.end(),
    };
  }

  /** Leads connections to the port `here` of this machine's loopback to the port `there` of the guest's. */
  async forward(here: number, there: number): Promise<void> {
    const ports = `127.0.0.1:${here}:127.0.0.1:${there}`;
    await execa('ssh', [...this.#options, '-O', 'forward', '-L', ports, this.#target]);
  }

  async #tryToConnect(): Promise<boolean> {
    // What a connection that was killed leaves behind would make ssh share nothing.
    await rm(this.#control, { force: true });
    const socket = ['-M', '-N', '-o', 'ControlPersist=no', '-o', 'ServerAliveInterval=30'];
    const master = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', 'ssh', ...this.#options, ...socket, this.#target],
      { stdio: 'ignore' },
    );
    this.#master = master;
    return this.#answers(master);
  }

  async #answers(master: ChildProcess): Promise<boolean> {
    while (master.exitCode === null && master.signalCode === null) {
      const check = await execa('ssh', [...this.#options, '-O', 'check', this.#target], {
        reject: false,
      });
      if (check.exitCode === 0) return true;
      await sleep(50);
    }
    return false;
  }

  async #execute(command: string, options: GuestCommandOptions): Promise<GuestResult> {
    const { input = '', timeout = COMMAND_LIMIT_MS } = options;
    const result = await execa('setpriv', this.#command(command), {
      input,
      timeout,
      killSignal: 'SIGKILL',
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 256 * 1024 ** 2,
    });
    if (result.timedOut) throw new Error(`After ${timeout} ms it still ran: ${command}`);
    return { exitCode: result.exitCode ?? 255, stdout: result.stdout, stderr: result.stderr };
  }

  #command(command: string): string[] {
    const client = ['ssh', ...this.#options, '-o', 'ControlMaster=no', '-T', this.#target];
    return ['--pdeathsig', 'KILL', ...client, command];
  }

  get #target(): string {
    return `${this.#user}@127.0.0.1`;
  }
}

/** For sh: one word, whatever it holds. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function succeeded(what: string, { exitCode, stdout, stderr }: GuestResult): string {
  if (exitCode === 0) return stdout;
  throw new Error(`In the guest this ended with ${exitCode}: ${what}\n${stdout}${stderr}`);
}

function followLines(path: string, child: ChildProcess): FollowedFile {
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  if (child.stdout === null) throw new Error('tail has no output.');
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const listener of listeners) listener();
  });
  const untilAll: FollowedFile['untilAll'] = (wanted, timeout = FOLLOW_LIMIT_MS) =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        if (!wanted(lines)) return;
        clearTimeout(timer);
        listeners.delete(settle);
        resolve();
      };
      const timer = setTimeout(() => {
        listeners.delete(settle);
        reject(new Error(`${path} never said it; it says:\n${lines.join('\n')}`));
      }, timeout);
      listeners.add(settle);
      settle();
    });
  const until: FollowedFile['until'] = async (wanted, timeout) => {
    await untilAll((all) => all.some(wanted), timeout);
    return lines.find(wanted) ?? '';
  };
  return { until, untilAll, lines, stop: () => void child.kill() };
}
