import { CRYPTTAB_NAMES, OPTION_VALUES } from './option-values.mjs';

/** Completes the command in bash. @param options OPTIONS of main/cli/option-table.ts */
export function bashCompletion(options) {
  const names = options.map(
    ({ long, argument }) => `--${long}${argument === undefined ? '' : '='}`,
  );
  const cases = options.filter(({ argument }) => argument !== undefined).map(valueCase);
  return `# Bash completion of rsync-system-backup(1).

_rsync_system_backup() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes “=” for a word of its own.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  case $before in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$current"))
    [[ \${COMPREPLY[0]-} != *= ]] || compopt -o nospace
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}

complete -F _rsync_system_backup rsync-system-backup
`;
}

function valueCase({ short, long, argument }) {
  const pattern = short === undefined ? `--${long}` : `-${short} | --${long}`;
  return `    ${pattern})\n${offer(OPTION_VALUES[argument])}\n      return\n      ;;`;
}

function offer(values) {
  if (values === undefined) return '      :';
  if (values.directories) {
    return `      compopt -o filenames\n      mapfile -t COMPREPLY < <(compgen -d -- "$current")`;
  }
  const words = values.crypttab ? `"$(${CRYPTTAB_NAMES})"` : `'${values.words.join(' ')}'`;
  return `      COMPREPLY=($(compgen -W ${words} -- "$current"))`;
}
