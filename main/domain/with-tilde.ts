/** A path as people write it: what is in the home directory begins with `~`. */
export function withTilde(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
