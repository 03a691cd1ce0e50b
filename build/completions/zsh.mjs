import { CRYPTTAB_NAMES, OPTION_VALUES, summary } from './option-values.mjs';

/** Completes the command in zsh. @param options OPTIONS of main/cli/option-table.ts */
export function zshCompletion(options) {
  const specs = options.map((option) => `  ${spec(option)}`);
  return `#compdef rsync-system-backup
# Zsh completion of rsync-system-backup(1).

_arguments -s -S \\
${specs.join(' \\\n')} \\
  '*:file:_files'
`;
}

function spec({ short, long, argument, help }) {
  const repeated = /may be repeated/i.test(help);
  const text = `[${escape(summary(help))}]${argument === undefined ? '' : `:${value(argument)}`}`;
  const suffix = argument === undefined ? '' : '=';
  if (short === undefined) return `${quote(`${repeated ? '*' : ''}--${long}${suffix}${text}`)}`;
  const others = repeated ? '*' : `(-${short} --${long})`;
  const letter = argument === undefined ? `-${short}` : `-${short}+`;
  return `${quote(others)}{${letter},--${long}${suffix}}${quote(text)}`;
}

function value(argument) {
  const name = escape(argument.toLowerCase());
  const values = OPTION_VALUES[argument];
  if (values === undefined) return `${name}: `;
  if (values.directories) return `${name}:_files -/`;
  if (values.crypttab) return `${name}:{compadd -- $\{(f)"$(${CRYPTTAB_NAMES})"}}`;
  return `${name}:(${values.words.join(' ')})`;
}

/** In a specification these begin something else. */
function escape(text) {
  return text.replaceAll(/[[\]:\\]/g, '\\$&');
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
