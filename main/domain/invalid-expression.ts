import { failure, type Result } from '../shared/result.js';

/** Characters that a terminal or a window would act on instead of showing them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * The failure for an expression that cannot be read. Its detail shows the expression with a mark
 * under the place that is wrong, as compilers do.
 *
 * @param at index into the expression, in UTF-16 code units
 */
export function invalidExpression(expression: string, at: number, what: string): Result<never> {
  const column = Array.from(expression.slice(0, at)).length;
  const shown = expression.replace(INVISIBLE, '?');
  return failure({
    code: 'invalid-destination',
    title: `“${shown}” cannot be read: ${what}.`,
    advice:
      'Write a directory, [USER@]HOST:DIRECTORY, [USER@]HOST::MODULE[/DIRECTORY] or ' +
      'rsync://[USER@]HOST[:PORT]/MODULE[/DIRECTORY].',
    detail: `${shown}\n${' '.repeat(column)}^ ${what}`,
  });
}
