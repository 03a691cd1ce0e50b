import type { ComponentType, ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { PAGES } from '../../main/shared/place.js';
import type { PageName } from '../../main/shared/place.js';
import { AboutPage } from '../about/about-page.js';
import { LogPage } from '../log/log-page.js';
import { Overview } from '../overview/overview.js';
import { ProfilesPage } from '../profiles/profiles-page.js';
import { RotationPage } from '../rotation/rotation-page.js';
import { SettingsPage } from '../settings/settings-page.js';
import { SnapshotsPage } from '../snapshots/snapshots-page.js';
import type { PageProps } from './page-props.js';
import './navigation.css';

interface PageEntry {
  readonly label: string;
  readonly Page: ComponentType<PageProps>;
}

const ENTRIES: Readonly<Record<PageName, PageEntry>> = {
  overview: { label: 'Overview', Page: Overview },
  snapshots: { label: 'Snapshots', Page: SnapshotsPage },
  rotation: { label: 'Rotation', Page: RotationPage },
  profiles: { label: 'Backups', Page: ProfilesPage },
  log: { label: 'Log', Page: LogPage },
  settings: { label: 'Settings', Page: SettingsPage },
  about: { label: 'About', Page: AboutPage },
};

export interface NavigationProps extends PageProps {
  /** Above every page. */
  readonly children: ReactNode;
}

/** The pages of the window. Only the one in sight exists. */
export function Navigation({ children, ...props }: NavigationProps): ReactNode {
  const { place, goTo } = props;
  return (
    <Tabs
      selectedKey={place.page}
      onSelectionChange={(page) => goTo({ page: page as PageName, profileId: place.profileId })}
    >
      <header className="navigation">
        <TabList aria-label="Pages">
          {PAGES.map((page) => (
            <Tab key={page} id={page} className="navigation-tab">
              {ENTRIES[page].label}
            </Tab>
          ))}
        </TabList>
      </header>
      <main>
        {children}
        {PAGES.map((page) => {
          const { Page } = ENTRIES[page];
          return (
            <TabPanel key={page} id={page} className="page">
              <Page {...props} />
            </TabPanel>
          );
        })}
      </main>
    </Tabs>
  );
}
