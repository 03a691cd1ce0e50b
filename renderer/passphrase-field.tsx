import type { ReactNode } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';

export interface PassphraseFieldProps {
  readonly value: string;
  readonly onChange: (passphrase: string) => void;
  /** What was typed before was not it. */
  readonly wrong?: boolean;
}

/** Where the passphrase of a disk is typed. Nothing remembers it. */
export function PassphraseField({
  value,
  onChange,
  wrong = false,
}: PassphraseFieldProps): ReactNode {
  return (
    <TextField
      type="password"
      autoComplete="off"
      autoFocus
      maxLength={512}
      value={value}
      onChange={onChange}
      isInvalid={wrong}
    >
      <Label>Passphrase</Label>
      <Input className="input" />
      <FieldError className="failed">
        This was not the passphrase. Check Caps Lock and the keyboard layout, then try again.
      </FieldError>
    </TextField>
  );
}
