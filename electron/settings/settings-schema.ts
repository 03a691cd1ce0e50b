import type { Schema } from 'electron-store';
import { SETTINGS_VERSION } from '../../main/shared/settings-migrations.js';
import { NOTIFICATION_CHOICES, THEMES } from '../../main/shared/settings.js';
import type { Settings } from '../../main/shared/settings.js';

const TEXT = { type: 'string' } as const;
const BOOLEAN = { type: 'boolean' } as const;

/** What electron-store lets into the file; what comes out of it goes through `parseSettings`. */
export const SETTINGS_SCHEMA: Schema<Settings> = {
  version: { type: 'integer', const: SETTINGS_VERSION },
  profiles: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'name', 'source', 'destination', 'excludes', 'rotation', 'skipUnchanged'],
      properties: {
        id: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
        name: TEXT,
        source: { type: 'string', pattern: '^/' },
        destination: TEXT,
        cryptoName: { type: ['string', 'null'] },
        mountPoint: { type: ['string', 'null'] },
        remote: {
          type: 'object',
          required: ['tunnel', 'timeout', 'bandwidth', 'passwordFile', 'sudo'],
          properties: {
            tunnel: { type: ['string', 'null'] },
            timeout: { type: 'integer', minimum: 4 },
            bandwidth: { type: ['string', 'null'] },
            passwordFile: { type: ['string', 'null'] },
            sudo: BOOLEAN,
          },
        },
        excludes: { type: 'array', items: TEXT },
        rotation: {
          type: 'object',
          required: ['scheme', 'strict', 'preferRecent', 'keepNewest'],
          properties: {
            scheme: { type: 'object', minProperties: 1 },
            strict: BOOLEAN,
            preferRecent: BOOLEAN,
            keepNewest: BOOLEAN,
          },
        },
        multiFs: BOOLEAN,
        skipUnchanged: BOOLEAN,
        destinationId: { type: ['string', 'null'] },
      },
    },
  },
  triggers: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['onPlug', 'minimumIntervalMinutes', 'schedule', 'onBattery', 'reminderDays'],
      properties: {
        onPlug: BOOLEAN,
        minimumIntervalMinutes: { type: 'number', minimum: 0 },
        schedule: { type: ['string', 'null'] },
        scheduledSince: { type: 'number' },
        onBattery: BOOLEAN,
        whenHostAnswers: BOOLEAN,
        networks: { type: 'array', items: TEXT },
        reminderDays: { type: 'number', minimum: 1 },
      },
    },
  },
  notifications: { type: 'string', enum: [...NOTIFICATION_CHOICES] },
  theme: { type: 'string', enum: [...THEMES] },
  pausedUntil: { type: ['number', 'null'] },
  toldOfNoTray: BOOLEAN,
};
