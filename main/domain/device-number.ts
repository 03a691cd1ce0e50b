/** `MAJOR:MINOR`, as sysfs and mountinfo write it, of what stat(2) tells; makedev(3), the C library's layout. */
export function deviceNumber(encoded: bigint): string {
  const major = ((encoded >> 8n) & 0xfffn) | ((encoded >> 32n) & 0xfffff000n);
  const minor = (encoded & 0xffn) | ((encoded >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
