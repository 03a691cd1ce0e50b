import { describe, expect, it } from 'vitest';
import { listBlockDevices } from '../../main/system/block-devices.js';

describe('listBlockDevices', () => {
  it('finds the disks of this machine, and nothing else', async () => {
    const devices = await listBlockDevices();
    expect(devices.length).toBeGreaterThan(0);
    for (const { path } of devices) expect(path).toMatch(/^\/dev\/(?!zram|ram|dm-|sr)/);
  });

  it('stops when it is asked to', async () => {
    await expect(listBlockDevices(AbortSignal.abort())).rejects.toThrow('cancelled');
  });
});
