import { CRYPTTAB_NAMES, OPTION_VALUES, summary } from './option-values.mjs';

/** Completes the command in fish. @param options OPTIONS of main/cli/option-table.ts */
export function fishCompletion(options) {
  return `# Fish completion of rsync-system-backup(1).\n\n${options.map(line).join('\n')}\n`;
}

function line({ short, long, argument, help }) {
  return [
    'complete -c rsync-system-backup',
    ...(short === undefined ? [] : [`-s ${short}`]),
    `-l ${long}`,
    ...(argument === undefined ? [] : value(OPTION_VALUES[argument])),
    `-d ${quote(summary(help))}`,
  ].join(' ');
}

function value(values) {
  if (values === undefined) return ['-x'];
  if (values.directories) return ['-x', "-a '(__fish_complete_directories)'"];
  if (values.crypttab) return ['-x', `-a ${quote(`(${CRYPTTAB_NAMES})`)}`];
  return ['-x', `-a ${quote(values.words.join(' '))}`];
}

function quote(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
