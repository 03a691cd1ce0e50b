/** `1 file`, `1,204 files` */
export function sayCount(count: number, one: string, many: string): string {
  // Loading Intl for it would cost the command 30 ms at each start.
  const number = String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${number} ${count === 1 ? one : many}`;
}
