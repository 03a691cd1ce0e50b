/** @throws for anybody but root, who alone may mount, change owners and become somebody else. */
export function requireRoot(): void {
  if (process.geteuid?.() === 0) return;
  throw new Error(
    'This test mounts file systems and changes owners, which only root may do: run “npm test” as root.',
  );
}
