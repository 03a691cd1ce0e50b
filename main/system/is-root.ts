/** True: this process has all rights. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
