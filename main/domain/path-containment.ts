/** True: `path` is `directory` or lies in it. Both absolute and resolved; compared by components, never by characters. */
export function isInside(path: string, directory: string): boolean {
  const inner = components(path);
  return components(directory).every((component, index) => inner[index] === component);
}

function components(path: string): readonly string[] {
  return path.split('/').filter((component) => component !== '');
}
