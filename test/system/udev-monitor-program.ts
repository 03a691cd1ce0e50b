// Prints each event as a line of JSON, for tests that run it in a namespace of their own, and ends when it is told to.
import { UdevMonitor } from '../../main/system/udev-monitor.js';

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const monitor = new UdevMonitor({
  onEvent: ({ action, device, initial }) =>
    print({ action, initial, path: device.path, label: device.label }),
  onActivity: () => print({ action: 'activity' }),
  onProblem: (problem) => print({ action: 'problem', problem: String(problem) }),
});

process.stdin.on('end', () => {
  void monitor.stop().then(() => print({ action: 'stopped' }));
});
process.stdin.resume();
