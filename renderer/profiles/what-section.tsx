import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { EXCLUDE_PRESETS, isChosen, withPreset } from '../../main/shared/exclude-presets.js';
import type { DraftProblem, ExcludeSizes } from '../../main/shared/profile-requests.js';
import { saySize } from '../../main/shared/say-size.js';
import { Switch } from '../choice.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { problemOf } from './problem-of.js';
import { TextField } from './text-field.js';
import type { DraftEditing } from './use-draft.js';

/** What is backed up, and what of it is not. */
export function WhatSection({ draft, check, changeProfile }: DraftEditing): ReactNode {
  const { source, excludes, multiFs } = draft.profile;
  const choose = useRequest('folder:choose', (folder) => {
    if (folder !== null) changeProfile({ source: folder });
  });
  return (
    <section aria-label="What">
      <h2>What</h2>
      <TextField
        label="Folder to back up"
        value={source}
        onChange={(changed) => changeProfile({ source: changed })}
        problem={problemOf(check, 'source')}
      >
        <Button className="button" onPress={() => choose.send(null)}>
          Choose a folder…
        </Button>
      </TextField>
      {choose.failure !== null && <FailureNotice failure={choose.failure} />}
      <Excludes
        source={source}
        excludes={excludes}
        problem={problemOf(check, 'excludes')}
        onChange={(changed) => changeProfile({ excludes: changed })}
      />
      <Switch
        label="Also other file systems that are mounted in it"
        on={multiFs}
        onChange={(on) => changeProfile({ multiFs: on })}
      />
    </section>
  );
}

interface ExcludesProps {
  readonly source: string;
  readonly excludes: readonly string[];
  readonly problem: DraftProblem | undefined;
  readonly onChange: (excludes: readonly string[]) => void;
}

function Excludes({ source, excludes, problem, onChange }: ExcludesProps): ReactNode {
  const [measured, setMeasured] = useState<ExcludeSizes | null>(null);
  const measure = useRequest('excludes:measure', setMeasured);
  const known = EXCLUDE_PRESETS.flatMap((preset) => (isChosen(preset, excludes) ? [preset] : []));
  const own = known.reduce<readonly string[]>(
    (rest, preset) => withPreset(rest, preset, false),
    excludes,
  );
  return (
    <fieldset className="choices">
      <legend>Leave out</legend>
      {EXCLUDE_PRESETS.map((preset) => (
        <Switch
          key={preset.id}
          label={`${preset.label}${saySaving(measured, preset.id)}`}
          on={isChosen(preset, excludes)}
          onChange={(on) => onChange(withPreset(excludes, preset, on))}
        />
      ))}
      <div className="buttons">
        <Button
          className="button"
          isDisabled={measure.pending}
          onPress={() => measure.send({ source })}
        >
          {measure.pending ? 'Measuring…' : 'Measure what this saves'}
        </Button>
      </div>
      {measure.failure !== null && <FailureNotice failure={measure.failure} />}
      <label className="field">
        Other patterns, one a line
        <textarea
          className="input"
          rows={3}
          spellCheck={false}
          value={own.join('\n')}
          onChange={({ target }) =>
            onChange(
              known.reduce<readonly string[]>(
                (rest, preset) => withPreset(rest, preset, true),
                target.value === '' ? [] : target.value.split('\n'),
              ),
            )
          }
        />
      </label>
      {problem !== undefined && <p className="failed">{problem.message}</p>}
    </fieldset>
  );
}

function saySaving(measured: ExcludeSizes | null, presetId: string): string {
  if (measured === null) return '';
  const size = saySize(measured.sizes[presetId] ?? 0);
  return measured.complete ? ` (${size})` : ` (more than ${size})`;
}
