/** A value from outside does not have the shape that was expected; `message` names the field. */
export class InvalidField extends Error {
  override readonly name = 'InvalidField';
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Runs a parser made of the readers below; an InvalidField becomes a value. */
export function parsed<T>(parse: () => T): Parsed<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof InvalidField) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The value of a whole file. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidField(`not JSON: ${error.message}`);
    throw error;
  }
}

export function asRecord(value: unknown, field: string): UnknownRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as UnknownRecord;
  }
  throw new InvalidField(`${field} is not an object`);
}

export function readString(record: UnknownRecord, field: string): string {
  const value = record[field];
  if (typeof value === 'string') return value;
  throw new InvalidField(`${field} is not a text`);
}

export function readNumber(record: UnknownRecord, field: string): number {
  const value = record[field];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InvalidField(`${field} is not a number`);
}

/** Milliseconds since the epoch, as far as dates go (ECMA-262, Time Values): beyond that there is none to be shown. */
export function readTime(record: UnknownRecord, field: string): number {
  const time = readNumber(record, field);
  if (!Number.isNaN(new Date(time).getTime())) return time;
  throw new InvalidField(`${field} is not a time`);
}

export function readBoolean(record: UnknownRecord, field: string): boolean {
  const value = record[field];
  if (typeof value === 'boolean') return value;
  throw new InvalidField(`${field} is neither true nor false`);
}

export function readArray(record: UnknownRecord, field: string): readonly unknown[] {
  const value = record[field];
  if (Array.isArray(value)) return value;
  throw new InvalidField(`${field} is not a list`);
}

export function readStrings(record: UnknownRecord, field: string): readonly string[] {
  return readArray(record, field).map((value) => {
    if (typeof value === 'string') return value;
    throw new InvalidField(`${field} holds something that is not a text`);
  });
}

export function readOneOf<const T extends string>(
  record: UnknownRecord,
  field: string,
  choices: readonly T[],
): T {
  const value = record[field];
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new InvalidField(`${field} is none of ${choices.join(', ')}`);
}

export function readKeyOf<T extends string>(
  record: UnknownRecord,
  field: string,
  choices: Readonly<Record<T, true>>,
): T {
  return readOneOf(record, field, Object.keys(choices) as T[]);
}

/** The field's value, or null where the field holds null. */
export function readNullable<T>(
  record: UnknownRecord,
  field: string,
  read: (record: UnknownRecord, field: string) => T,
): T | null {
  return record[field] === null ? null : read(record, field);
}
