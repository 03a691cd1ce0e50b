import {
  asRecord,
  InvalidField,
  readBoolean,
  readNullable,
  readNumber,
  readString,
} from './read-field.js';
import type { UnknownRecord } from './read-field.js';
import { DEFAULT_REMOTE_CHOICES, isBandwidth, isTimeout } from './remote-choices.js';
import type { RemoteChoices } from './remote-choices.js';

/**
 * @param value absent in profiles of before there were other machines
 * @throws InvalidField
 */
export function readRemoteChoices(value: unknown): RemoteChoices {
  if (value === undefined) return DEFAULT_REMOTE_CHOICES;
  const { tunnel, timeout, bandwidth, passwordFile, sudo } = readDraftRemoteChoices(value);
  if (tunnel !== null && !/^(?!-)[^\0]+$/s.test(tunnel)) {
    throw new InvalidField('tunnel is empty, starts with “-” or holds a NUL');
  }
  if (!isTimeout(timeout)) throw new InvalidField('timeout is not a whole number from 4 on');
  if (bandwidth !== null && !isBandwidth(bandwidth)) {
    throw new InvalidField('bandwidth is no rate such as “500” or “1.5m”');
  }
  if (passwordFile !== null && !/^\/[^\0]+$/s.test(passwordFile)) {
    throw new InvalidField('passwordFile is not an absolute path');
  }
  return { tunnel, timeout, bandwidth, passwordFile, sudo };
}

/** Choices that are still being edited: texts and numbers may be wrong, their shape may not. */
export function readDraftRemoteChoices(value: unknown): RemoteChoices {
  const record: UnknownRecord = asRecord(value, 'remote');
  return {
    tunnel: readNullable(record, 'tunnel', readString),
    timeout: readNumber(record, 'timeout'),
    bandwidth: readNullable(record, 'bandwidth', readString),
    passwordFile: readNullable(record, 'passwordFile', readString),
    sudo: readBoolean(record, 'sudo'),
  };
}
