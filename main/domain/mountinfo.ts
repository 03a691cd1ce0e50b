/** A mount as proc(5) tells it: one line of /proc/PID/mountinfo. */
export interface MountInfo {
  /** Not of any other mount while this one is there; given out again afterwards. */
  readonly id: number;
  readonly parent: number;
  /** `MAJOR:MINOR` of the file system; the major of one without a device of its own, as with btrfs, is 0. */
  readonly device: string;
  readonly mountPoint: string;
  readonly type: string;
  readonly source: string;
  /** True: the mount or the whole file system. */
  readonly isReadOnly: boolean;
}

/** Reads /proc/PID/mountinfo; where several are mounted at one place, the last is the one to see. */
export function parseMountInfo(text: string): readonly MountInfo[] {
  return text.split('\n').flatMap(parseLine);
}

/** The mount points alone. */
export function parseMountPoints(text: string): readonly string[] {
  return parseMountInfo(text).map(({ mountPoint }) => mountPoint);
}

/** Optional fields in the middle end with a hyphen. */
const LINE = /^(\d+) (\d+) (\d+:\d+) \S+ (\S+) (\S+)(?: \S+)*? - (\S+) (\S*) (\S+)$/;

function parseLine(line: string): readonly MountInfo[] {
  const [, id, parent, device, mountPoint, options, type, source, superOptions] =
    LINE.exec(line) ?? [];
  if (device === undefined || mountPoint === undefined || type === undefined) return [];
  return [
    {
      id: Number(id),
      parent: Number(parent),
      device,
      mountPoint: unescape(mountPoint),
      type: unescape(type),
      source: unescape(source ?? ''),
      isReadOnly: [options, superOptions].some((list) => list?.split(',').includes('ro')),
    },
  ];
}

/** White space and backslash are written as octal escapes. */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
