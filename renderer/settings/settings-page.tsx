import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ChoicesRequest } from '../../main/shared/application-requests.js';
import { PAUSE_HOURS } from '../../main/shared/pause.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayComing } from '../../main/shared/say-time.js';
import type { NotificationChoice, Theme } from '../../main/shared/settings.js';
import { Choice, Switch } from '../choice.js';
import { FailureNotice } from '../failure-notice.js';
import type { PageProps } from '../navigation/page-props.js';
import { useRequest } from '../use-request.js';
import './settings.css';

const NOTIFICATIONS: Readonly<Record<NotificationChoice, string>> = {
  all: 'Everything: when a backup starts, ends, and when the disk can be unplugged',
  problems: 'Problems only',
  none: 'Nothing',
};

const THEMES: Readonly<Record<Theme, string>> = {
  system: 'As the desktop',
  light: 'Light',
  dark: 'Dark',
};

/** What holds for the whole program. Everything takes effect at once. */
export function SettingsPage({ view, now }: PageProps): ReactNode {
  const choose = useRequest('settings:choose');
  const show = useRequest('settings:show');
  const { notifications, theme, autostart, trayShown } = view.choices;
  const change = (changed: Partial<ChoicesRequest>): void =>
    choose.send({ notifications, theme, autostart, ...changed });
  const refused = choose.failure ?? show.failure;
  return (
    <section className="settings">
      <h1>Settings</h1>
      {refused !== null && <FailureNotice failure={refused} />}
      <Switch
        label="Start when I log in, without a window"
        on={autostart}
        onChange={(on) => change({ autostart: on })}
      />
      <p className="quiet">Backups by schedule or by plugging a disk in need the program to run.</p>
      {!trayShown && (
        <p>
          This desktop shows no tray icons. The program runs all the same: start it again to open
          its window.
        </p>
      )}
      <Choice
        label="Notifications"
        options={NOTIFICATIONS}
        value={notifications}
        onChange={(chosen) => change({ notifications: chosen })}
      />
      <Choice
        label="Appearance"
        options={THEMES}
        value={theme}
        onChange={(chosen) => change({ theme: chosen })}
      />
      <Pause pausedUntil={view.choices.pausedUntil} now={now} locale={view.locale} />
      <div className="buttons">
        <Button className="button" onPress={() => show.send(null)}>
          Show the settings file
        </Button>
      </div>
    </section>
  );
}

interface PauseProps {
  readonly pausedUntil: number | null;
  readonly now: Date;
  readonly locale: string;
}

function Pause({ pausedUntil, now, locale }: PauseProps): ReactNode {
  const pause = useRequest('automation:pause');
  // One button goes, and the other that comes has the focus.
  const [pressed, setPressed] = useState(false);
  const send = (hours: number): void => {
    setPressed(true);
    pause.send({ hours });
  };
  return (
    <section aria-label="Pause">
      <h2>Pause</h2>
      <p>
        {pausedUntil === null
          ? 'While backups are paused, none starts by itself.'
          : `No backup starts by itself until ${sayComing(new Date(pausedUntil), now, locale)}.`}
      </p>
      <div className="buttons">
        {pausedUntil === null ? (
          PAUSE_HOURS.map((hours, index) => (
            <Button
              key={hours}
              className="button"
              autoFocus={pressed && index === 0}
              onPress={() => send(hours)}
            >
              Pause for {sayCount(hours, 'hour', 'hours')}
            </Button>
          ))
        ) : (
          <Button className="button" autoFocus={pressed} onPress={() => send(0)}>
            Resume backups
          </Button>
        )}
      </div>
      {pause.failure !== null && <FailureNotice failure={pause.failure} />}
    </section>
  );
}
