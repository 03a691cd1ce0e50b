import { readlinkSync } from 'node:fs';
import { errorCode } from '../../main/system/error-code.js';

/** localtime(5): a symbolic link into /usr/share/zoneinfo. */
const ZONE = /zoneinfo\/(.+)$/;

/** Follows the computer into other time zones: V8 asks for the zone once, and again only when TZ is set. */
export class TimeZone {
  readonly #environment: Record<string, string | undefined>;
  readonly #link: string;
  /** False: the person has chosen a zone for this program, whatever that of the computer is. */
  readonly #follows: boolean;
  #zone: string | null;

  /** @param environment process.env, in which TZ takes effect */
  constructor(environment: Record<string, string | undefined>, link = '/etc/localtime') {
    this.#environment = environment;
    this.#link = link;
    this.#follows = environment['TZ'] === undefined;
    this.#zone = zoneIn(link);
  }

  /** From now on times are of the zone that the computer is in now. */
  follow(): void {
    const zone = zoneIn(this.#link);
    if (!this.#follows || zone === null || zone === this.#zone) return;
    this.#zone = zone;
    this.#environment['TZ'] = zone;
  }
}

/** null: the link is no link, or is not there; then the zone cannot be followed. */
function zoneIn(link: string): string | null {
  try {
    return ZONE.exec(readlinkSync(link))?.[1] ?? null;
  } catch (error) {
    if (['ENOENT', 'EINVAL'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}
