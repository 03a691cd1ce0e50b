import { useEffect, useState } from 'react';
import { parsePlace } from '../../main/shared/place.js';
import type { Place } from '../../main/shared/place.js';
import { backup } from '../backup-bridge.js';

/** What the window shows: at first what its address names, then what the person goes to, here or from outside. */
export function usePlace(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => parsePlace(location.hash.slice(1)));
  useEffect(() => backup.listen('place:changed', setPlace), []);
  return [place, setPlace];
}
