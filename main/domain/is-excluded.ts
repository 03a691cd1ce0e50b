import { isInside } from './path-containment.js';
import { EXCLUDED_ROOTS } from './rsync-arguments.js';

/**
 * True: rsync certainly leaves `path`, a directory inside `source`, out.
 *
 * Understands the built-in roots and the user's patterns that are anchored and plain, such as `/backups/`; any other pattern
 * might match as well, but only rsync knows. Where a pattern includes (`+ …`), none of the user's is certain.
 */
export function isExcluded(path: string, source: string, excludes: readonly string[]): boolean {
  if (isInside(source, path)) return false;
  const roots = EXCLUDED_ROOTS.filter((root) => !matches(source, root));
  const certain = excludes.some((pattern) => pattern.startsWith('+ '))
    ? []
    : excludes.filter(isPlain);
  return (
    roots.some((root) => matches(path, root)) ||
    certain.some((pattern) => isInside(path, `${source}/${pattern}`))
  );
}

function isPlain(pattern: string): boolean {
  return pattern.startsWith('/') && pattern !== '/' && !/[*?[\]\\]/.test(pattern);
}

/** `*` stands for one component, as in the cache of every home directory. */
function matches(path: string, root: string): boolean {
  const components = path.split('/').filter((component) => component !== '');
  return root
    .split('/')
    .filter((component) => component !== '')
    .every((component, index) => component === '*' || component === components[index]);
}
