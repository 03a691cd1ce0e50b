import { describe, expect, it } from 'vitest';
import { deviceSourcePath, parseDeviceSource } from '../../main/domain/device-source.js';

describe('parseDeviceSource', () => {
  it.each([
    ['UUID=0b6a-11', 'uuid', '0b6a-11'],
    ['UUID="0b6a-11"', 'uuid', '0b6a-11'],
    ["UUID='0b6a-11'", 'uuid', '0b6a-11'],
    ['PARTUUID=0b6a-02', 'partuuid', '0b6a-02'],
    ['LABEL=my disk', 'label', 'my disk'],
    ['LABEL=a=b', 'label', 'a=b'],
    ['LABEL="', 'label', '"'],
    ['PARTLABEL=backup', 'partlabel', 'backup'],
    ['ID=usb-disk', 'id', 'usb-disk'],
    ['/dev/sdb1', 'path', '/dev/sdb1'],
    ['/srv/image=1', 'path', '/srv/image=1'],
    ['server:/export', 'path', 'server:/export'],
  ])('takes %s for the %s %s', (source, kind, value) => {
    expect(parseDeviceSource(source)).toEqual({ kind, value });
  });
});

describe('deviceSourcePath', () => {
  it.each([
    ['UUID=0b6a-11', '/dev/disk/by-uuid/0b6a-11'],
    ['PARTUUID=0b6a-02', '/dev/disk/by-partuuid/0b6a-02'],
    ['LABEL=my disk', '/dev/disk/by-label/my\\x20disk'],
    ['LABEL=50%/a\\b', '/dev/disk/by-label/50\\x25\\x2fa\\x5cb'],
    ['LABEL=café', '/dev/disk/by-label/café'],
    ['LABEL=a#+-.:=@_z', '/dev/disk/by-label/a#+-.:=@_z'],
    ['PARTLABEL="EFI (1)"', '/dev/disk/by-partlabel/EFI\\x20\\x281\\x29'],
    ['ID=usb-disk:0', '/dev/disk/by-id/usb-disk:0'],
    ['/dev/mapper/backup', '/dev/mapper/backup'],
  ])('of %s is %s', (source, path) => {
    expect(deviceSourcePath(source)).toBe(path);
  });
});
