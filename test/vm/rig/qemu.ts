import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../support/run-program.js';
import { Qmp } from './qmp.js';

export interface MachineFiles {
  /** A raw disk image, which stays as it is. */
  readonly image: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Where what changes is kept, and QEMU's sockets and logs. */
  readonly directory: string;
}

export interface Machine {
  readonly pid: number;
  /** Port of this host's loopback that leads to the guest's ssh. */
  readonly sshPort: number;
  readonly qmpSocket: string;
  readonly stop: () => Promise<void>;
}

const KERNEL_ARGUMENTS = [
  ...['root=/dev/vda', 'rw', 'rootfstype=ext4', 'console=ttyS0', 'quiet', 'loglevel=4'],
  ...['net.ifnames=0', 'fsck.mode=skip', 'mitigations=off', 'nokaslr', 'audit=0', 'nowatchdog'],
  ...['cryptomgr.notests', 'no_timer_check', 'random.trust_cpu=on'],
  // QEMU does not set the emulated TSC back when it loads a state: every scenario would begin with a leap of the clock as
  // long as the tests have run, upon which watchdogs kill services. (cpu_ticks_prev in QEMU's softmmu/cpu-timers.c)
  ...['notsc', 'clocksource=acpi_pm'],
  ...['systemd.show_status=0', 'systemd.gpt_auto=0', 'raid=noautodetect'],
];

/** Without AVX: Chromium's compositor crashes in the emulator with it. */
const PROCESSOR = 'max,la57=off,avx2=off,avx=off,f16c=off,fma=off';

/** Starts an emulated machine, which works with and without KVM alike. It dies with this process. */
export async function startMachine(files: MachineFiles): Promise<Machine> {
  const { directory } = files;
  const [overlay, qmpSocket] = [join(directory, 'root.qcow2'), join(directory, 'qmp.sock')];
  const backing = ['-b', files.image, '-F', 'raw'];
  await runProgram('qemu-img', ['create', '-q', '-f', 'qcow2', ...backing, overlay]);
  const log = await open(join(directory, 'qemu.log'), 'w');
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...qemuArguments(files, overlay, qmpSocket)],
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
  return {
    pid: child.pid ?? 0,
    sshPort: await forwardedPort(qmpSocket),
    qmpSocket,
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function qemuArguments({ kernel, initrd, directory }: MachineFiles, disk: string, qmp: string) {
  return [
    ...['-name', 'rsync-system-backup', '-nodefaults', '-no-user-config'],
    ...['-M', 'q35,vmport=off,hpet=off', '-accel', 'tcg,thread=multi,tb-size=1024'],
    ...['-cpu', PROCESSOR, '-smp', '2', '-m', '2560', '-display', 'none', '-vga', 'none'],
    ...['-kernel', kernel, '-initrd', initrd, '-append', KERNEL_ARGUMENTS.join(' ')],
    // Whatever the guest has written stays when its power is cut: only QEMU's own end would lose it.
    ...['-drive', `if=none,id=root,file=${disk},format=qcow2,cache=unsafe,discard=unmap`],
    ...['-device', 'virtio-blk-pci,drive=root', '-device', 'virtio-rng-pci'],
    // Port 0: the system chooses a free one.
    ...['-netdev', 'user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:0-:22'],
    ...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'qemu-xhci,id=xhci'],
    ...['-chardev', `file,id=console,path=${join(directory, 'serial.log')}`],
    ...['-serial', 'chardev:console', '-qmp', `unix:${qmp},server=on,wait=off`],
  ];
}

async function forwardedPort(qmpSocket: string): Promise<number> {
  const qmp = await Qmp.connect(qmpSocket);
  const network = await qmp.monitor('info usernet');
  qmp.close();
  const [, port] = /HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)/.exec(network) ?? [];
  if (port === undefined) throw new Error(`QEMU forwards no port: ${network}`);
  return Number(port);
}
