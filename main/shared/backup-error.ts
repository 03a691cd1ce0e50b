import type { Failure } from './result.js';

export interface BackupErrorOptions {
  readonly code: string;
  /** What happened, to which thing. */
  readonly title: string;
  /** What to do next. */
  readonly advice?: string;
  /** Raw output, for the log. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/** An expected failure of a run. `code` tells which; the subclasses mirror the Python original's exceptions. */
export class BackupError extends Error {
  readonly code: string;
  readonly advice: string;
  readonly detail: string;

  constructor({ code, title, advice = '', detail = '', cause }: BackupErrorOptions) {
    super(title, { cause });
    this.name = new.target.name;
    this.code = code;
    this.advice = advice;
    this.detail = detail;
  }

  static from(failure: Failure): BackupError {
    return new BackupError(failure);
  }
}

/** This is not Linux. */
export class UnsupportedPlatformError extends BackupError {}

/** The destination cannot be parsed. */
export class InvalidDestinationError extends BackupError {}

/** The disk behind the destination is not connected. */
export class MissingBackupDiskError extends BackupError {}

/** The encrypted disk could not be unlocked. */
export class FailedToUnlockError extends BackupError {}

/** The file system could not be mounted. */
export class FailedToMountError extends BackupError {}

/** Snapshots and rotation were asked for, but the destination is an rsync daemon's module. */
export class DestinationContextUnavailableError extends BackupError {}

/** The destination has no parent directory that could hold snapshots. */
export class ParentDirectoryUnavailableError extends BackupError {}

/** The destination is not inside the mount point, or must not be written to. */
export class InvalidDestinationDirectoryError extends BackupError {}

/** The run was asked to stop. */
export class CancelledError extends BackupError {
  constructor() {
    super({ code: 'cancelled', title: 'The backup was cancelled.' });
  }
}
