/** `1 file`, `1,204 files` */
export function sayCount(count: number, one: string, many: string): string {
  const number = new Intl.NumberFormat('en').format(count);
  return `${number} ${count === 1 ? one : many}`;
}
