import { useEffect, useState } from 'react';
import type { AboutView } from '../../main/shared/about.js';
import type { Result } from '../../main/shared/result.js';
import { backup } from '../backup-bridge.js';

/** null until it is there. */
export function useAbout(): Result<AboutView> | null {
  const [about, setAbout] = useState<Result<AboutView> | null>(null);
  useEffect(() => void backup.ask('about:read', null).then(setAbout), []);
  return about;
}
