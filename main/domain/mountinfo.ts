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
  /** True: the whole file system. */
  readonly isReadOnly: boolean;
  /** True: at this mount point nothing can be written, whatever can be elsewhere (mount(8), `remount,bind,ro`). */
  readonly isShownReadOnly: boolean;
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
      isReadOnly: isReadOnly(superOptions),
      isShownReadOnly: isReadOnly(options),
    },
  ];
}

function isReadOnly(options = ''): boolean {
  return options.split(',').includes('ro');
}

/** White space and backslash are written as octal escapes. */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
