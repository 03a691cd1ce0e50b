import { TOOL_VERSION } from '../shared/tool-version.js';
import { parseCommandLine, type CommandLine } from './command-line.js';
import { UsageError } from './getopt.js';
import { usage } from './usage.js';

/** Reads the command line and answers what needs no engine; that is loaded only when there is something to do. */
async function main(args: readonly string[]): Promise<number> {
  const commandLine = parse(args);
  if (commandLine === null) return 1;
  if (commandLine.version) {
    process.stdout.write(`rsync-system-backup ${TOOL_VERSION}\n`);
    return 0;
  }
  const module = process.env['RSYNC_MODULE_PATH'];
  const destination = commandLine.destination ?? module ?? '';
  const isAfterTransfer = commandLine.destination === null && module !== undefined;
  const status = isAfterTransfer ? process.env['RSYNC_EXIT_STATUS'] : undefined;
  if (commandLine.help || destination === '') {
    process.stdout.write(usage());
    return 0;
  }
  const { run } = await import('./run.js');
  return run({
    ...commandLine,
    destination,
    transferStatus: status === undefined ? null : Number(status),
  });
}

function parse(args: readonly string[]): CommandLine | null {
  try {
    return parseCommandLine(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const advice = 'See “rsync-system-backup --help”.';
    process.stderr.write(`Error: ${error.message} ${advice}\n`);
    if (args.includes('--json')) {
      const event = { event: 'error', code: 'usage', message: error.message, advice, detail: '' };
      process.stdout.write(`${JSON.stringify(event)}\n`);
    }
    return null;
  }
}

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
