const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, as file managers and the labels of disks have them: `0 bytes`, `3.4 MB`, `48 GB`. */
export function saySize(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`;
  // 999.6 kB would be rounded to 1,000 kB; the unit is chosen after rounding to three digits.
  const rounded = Number(bytes.toPrecision(3));
  const index = Math.min(Math.floor(Math.log10(rounded) / 3), UNITS.length) - 1;
  const value = rounded / 1000 ** (index + 1);
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
  return `${number} ${UNITS[index] ?? ''}`;
}

/** `48 MB/s` */
export function saySpeed(bytesPerSecond: number): string {
  return `${saySize(bytesPerSecond)}/s`;
}
