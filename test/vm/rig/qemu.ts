import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../support/run-program.js';
import { emulatorCommand } from './emulator.js';
import { Qmp } from './qmp.js';

export interface MachinePlan {
  /** The directory with QEMU. */
  readonly emulator: string;
  readonly kernel: string;
  readonly initrd: string;
  /** The disk image to begin with; what changes is written beside it, to `root.qcow2` in `directory`. */
  readonly disk: { readonly path: string; readonly format: 'raw' | 'qcow2' };
  /** A file with the memory. Kept: what the guest writes is in it afterwards. */
  readonly memory: { readonly path: string; readonly kept: boolean };
  /** True: it waits for the state of its devices, instead of booting. */
  readonly waits: boolean;
  /** Its own: for what changes, and QEMU's sockets and logs. */
  readonly directory: string;
}

export interface Machine {
  readonly plan: MachinePlan;
  readonly qmp: Qmp;
  /** Port of this host's loopback that leads to the guest's ssh. */
  readonly sshPort: number;
  /** Returns when it is gone; by itself it ends with this process. */
  readonly stop: () => Promise<void>;
}

/**
 * Without AVX: Chromium's compositor crashes in the emulator with it. Without string instructions that a real processor does
 * fast, and the emulator byte by byte, and without protection that costs it a lookup each time: it takes half as long.
 */
const PROCESSOR = [
  ...['max', 'la57=off', 'avx2=off', 'avx=off', 'f16c=off', 'fma=off'],
  ...['erms=off', 'fsrm=off', 'smap=off', 'smep=off'],
].join(',');
/** REP_GOOD in the kernel's cpufeatures.h, which no CPUID bit tells of. */
const SLOW_STRINGS = 'clearcpuid=112';

const KERNEL_ARGUMENTS = [
  ...['root=/dev/vda', 'rw', 'rootfstype=ext4', 'console=ttyS0', 'quiet', 'loglevel=4'],
  ...['net.ifnames=0', 'fsck.mode=skip', 'mitigations=off', 'nokaslr', 'nowatchdog'],
  ...['cryptomgr.notests', 'no_timer_check', 'random.trust_cpu=on', 'tsc=reliable'],
  ...[SLOW_STRINGS, 'init_on_alloc=0', 'hardened_usercopy=off', 'cgroup_disable=memory', 'psi=0'],
  ...['systemd.show_status=0', 'systemd.gpt_auto=0', 'raid=noautodetect'],
];

const MEMORY_BYTES = 2560 * 1024 ** 2;

/** Starts an emulated machine, which works with and without KVM alike. */
export async function startMachine(plan: MachinePlan): Promise<Machine> {
  const { emulator, directory, disk, memory } = plan;
  const [overlay, qmpSocket] = [join(directory, 'root.qcow2'), join(directory, 'qmp.sock')];
  const backing = ['-b', disk.path, '-F', disk.format];
  const [program, ...args] = emulatorCommand(emulator, 'qemu-img');
  await runProgram(program, [...args, 'create', '-q', '-f', 'qcow2', ...backing, overlay]);
  if (!existsSync(memory.path)) await writeFile(memory.path, '');
  await truncate(memory.path, MEMORY_BYTES);
  const log = await open(join(directory, 'qemu.log'), 'w');
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', ...emulatorCommand(emulator, 'qemu-system-x86_64')],
      ...qemuArguments(plan, overlay, qmpSocket),
    ],
    // Not the terminal's Ctrl-C: the tests clean up first.
    { stdio: ['ignore', log.fd, log.fd], detached: true },
  );
  const gone = once(child, 'exit');
  await log.close();
  while (!existsSync(qmpSocket)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`QEMU: ${await readFile(join(directory, 'qemu.log'), 'utf8')}`);
    }
    await sleep(20);
  }
  const qmp = await Qmp.connect(qmpSocket);
  return {
    plan,
    qmp,
    sshPort: await forwardedPort(qmp),
    stop: async () => {
      qmp.close();
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function qemuArguments(plan: MachinePlan, disk: string, qmp: string): readonly string[] {
  const { emulator, kernel, initrd, memory, directory } = plan;
  const share = memory.kept ? 'on' : 'off';
  return [
    ...['-name', 'rsync-system-backup', '-nodefaults', '-no-user-config'],
    ...['qemu', 'seabios'].flatMap((name) => ['-L', join(emulator, 'usr/share', name)]),
    ...[
      '-object',
      `memory-backend-file,id=memory,size=${MEMORY_BYTES},mem-path=${memory.path},share=${share}`,
    ],
    ...['-M', 'q35,vmport=off,hpet=off,memory-backend=memory', '-m', `${MEMORY_BYTES / 1024 ** 2}`],
    ...['-accel', 'tcg,thread=multi,tb-size=1024', '-cpu', PROCESSOR, '-smp', '1'],
    ...['-display', 'none', '-vga', 'none'],
    ...['-kernel', kernel, '-initrd', initrd, '-append', KERNEL_ARGUMENTS.join(' ')],
    // Whatever the guest has written stays when its power is cut: only QEMU's own end would lose it.
    ...['-drive', `if=none,id=root,file=${disk},format=qcow2,cache=unsafe,discard=unmap`],
    ...['-device', 'virtio-blk-pci,drive=root', '-device', 'virtio-rng-pci'],
    // Port 0: the system chooses a free one.
    ...['-netdev', 'user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:0-:22'],
    ...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'qemu-xhci,id=xhci'],
    ...['-chardev', `file,id=console,path=${join(directory, 'serial.log')}`],
    ...['-serial', 'chardev:console', '-qmp', `unix:${qmp},server=on,wait=off`],
    ...(plan.waits ? ['-incoming', 'defer'] : []),
  ];
}

async function forwardedPort(qmp: Qmp): Promise<number> {
  const network = await qmp.monitor('info usernet');
  const [, port] = /HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)/.exec(network) ?? [];
  if (port === undefined) throw new Error(`QEMU forwards no port: ${network}`);
  return Number(port);
}
