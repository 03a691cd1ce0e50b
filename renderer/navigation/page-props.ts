import type { AppView } from '../../main/shared/app-view.js';
import type { Place } from '../../main/shared/place.js';

/** What every page of the window gets. */
export interface PageProps {
  readonly view: AppView;
  readonly now: Date;
  readonly place: Place;
  readonly goTo: (place: Place) => void;
}
